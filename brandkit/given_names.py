"""Given names that are common in several parts of the world, to know a person in a headline."""

from __future__ import annotations

_GIVEN = frozenset(
    """
    aaliyah aaron abdul abigail adaeze adam adrian agnes agnieszka ahmed aisha ajay akira alan alejandro alex
    alexander alexandra ali alice alison amanda amara amelia amina amir amit amy ana anaïs andrea andreas
    andrew andrzej angela anika anil anita anjali anna anne annika anthony antonio anya arjun arthur asha
    ashley astrid ayesha aylin barbara beatriz ben benjamin bernard beth bianca björn bogdan brenda brian
    bridget camila carl carlos carmen caroline catherine cathy cecilia charles charlotte chen chiara chioma
    chloe chris christina christine christopher ciara claire clara claudia colin conor craig cristina daan
    daniel daniela danielle david deborah deepak denise dennis diana diego dimitri dmitri dominic donna
    doris dorothy douglas edith eduardo edward eileen elena eleanor elif elisabeth eliza elizabeth ella
    ellen emeka emilia emily emma enrique erik erin esther ethan eva evelyn fatima fatma federico felix
    fernando fiona frances francesca francisco françois fred freya gabriel gareth gary gavin geoffrey george
    georgia gerard gillian giorgio giovanni giulia graham greg gregory greta hamza hannah hans harriet harry
    hassan heather hector helen helena henrik henry hiroshi hugo ian ibrahim igor ingrid irene irina isaac
    isabel isabella isla ivan ivy jack jacob jacqueline jakub james jamie jan jane janet jasmine jason
    javier jean jeff jennifer jeremy jessica jesús jill jim joan joanna joe johan johanna john jonas jonathan
    jorge josé joseph joshua joão juan juana judith julia julian julie jun jürgen karen karim kate katherine
    katie kavita keith kelly kenji kevin khadija kim kofi krystyna kumar kwame laila lars laszlo laura
    lauren leah leila lena leo leon leonard leticia liam lin linda lisa liu lorenzo louis louise lucas lucia
    lucy luis luisa lukas luke lydia magdalena malik manuel marco margaret maria marie marina mario marta
    martha martin martina mary mateo mateusz matthew maya mehmet mei meera mehdi melanie melissa mia michael
    michelle miguel mikael milan miriam mohamed mohammed monica monika muhammad nadia naomi natalia natalie
    natasha nathan neha neil ngozi nia niamh nicholas nicola nicole nigel niklas nina noah noor nora norma
    nuria olga oliver olivia olu omar oscar owen pablo padraig pamela patricia patrick paul paula pauline
    pavel pedro peter petra philip philippa pierre piotr priya rachel rafael rahul raj rajesh ramón ravi
    rebecca ricardo richard rita robert roberto rodrigo roger rohan ronald rosa rosie ruth ryan sabine
    sadia saeed sally sam samantha samir samuel sana sandra sanjay santiago sara sarah sasha scott sean
    sebastian sergei sergio shauna sheila shirley silvia simon siobhán sofia sophia sophie stefan stella
    stephanie stephen steve steven stuart sunita susan susanne suzanne sven svetlana sylvia tamara tanya
    tara tatiana teresa theo theresa thomas tim timothy tina tobias tom tomás tomasz tracy ulrike uma
    valentina valerie vanessa vera verónica veronica victor victoria vijay vikram vincent virginia vivian
    vladimir walter wanjiru wei wendy william xavier yasmin yusuf yuki yvonne zahra zainab zoe zofia
    """.split()  # noqa: SIM905 - a list of words reads better so
)


def is_given_name(word: str) -> bool:
    """Whether a word, with its capital, is a name that people are given."""
    return word[:1].isupper() and word.lower().removesuffix("’s").removesuffix("'s") in _GIVEN
