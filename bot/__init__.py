"""The application: it joins the rooms into a desk and puts it into Slack."""
