/** Keeps one socket to the server for each person, and comes back by itself when the server restarts. */
import { liveAddress } from "./api.js";

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8000;

/**
 * Listens for one person until the returned function is called.
 * @param {string} person
 * @param {(event: any, person: string) => void} onEvent
 * @param {(connected: boolean, first: boolean, person: string) => void} onState
 * @returns {() => void}
 */
export function listen(person, onEvent, onState) {
  let wait = FIRST_WAIT_MS;
  let first = true;
  let stopped = false;
  /** @type {WebSocket | undefined} */
  let socket;

  const open = () => {
    socket = new WebSocket(liveAddress(person));
    socket.onopen = () => {
      wait = FIRST_WAIT_MS;
      onState(true, first, person);
      first = false;
    };
    socket.onmessage = (message) => onEvent(JSON.parse(message.data), person);
    socket.onclose = () => {
      if (stopped) return;
      onState(false, first, person);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  };
  open();
  return () => {
    stopped = true;
    socket?.close();
  };
}
