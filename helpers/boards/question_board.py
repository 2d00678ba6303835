"""A board that finds the texts nearest to a question, and shows which words decide."""

from helpers.boards.given import board
from helpers.boards.player import key_of
from helpers.checks import as_column, as_count, as_list

__all__ = ["question_board"]

MOST_TEXTS = 2000
"""More than these no page can look through while the reader waits."""
SHOWN = 5
"""How many of the nearest texts are shown."""
DECIDE = 4
"""How many words are named that decide."""


def question_board(texts, places, question, *, caption=None, code="texts"):
    """Let the reader ask a question, and see the texts whose words are nearest to it.

    Words are counted, weighed by TF-IDF as scikit-learn's ``TfidfVectorizer``
    does with its English stop words, and compared by the cosine.  The reader
    types another question, and may weigh all words alike.

    Where no script runs, and on paper, it shows the texts that are nearest to
    the question it begins with.

    Parameters
    ----------
    texts : sequence of str
        At most 2,000, of which one has a word to compare.
    places : sequence of str
        Where each text comes from.
    question : str
        What is asked at first.
    caption : str, optional
        The name of the board for screen readers.
    code : str
        What the texts are called in the notebook, for the lines of Python.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If there are no texts or more than 2,000, if one of them or of the
        places is not a string, or not every text has a place, if the question
        is not a string, or if no text has a word to compare.

    Examples
    --------
    >>> question_board(["Means move.", "A red picture."], ["12", "32"], "Why red?")
    Asked: Why red?
    0.707 in 32 by red: A red picture.
    """
    texts, places = _strings(texts, "texts"), _strings(places, "places")
    as_count(len(texts), "the number of texts", most=MOST_TEXTS)
    as_column(places, "places", len(texts))
    (question,) = _strings([question], "question")
    sentences = [*_nearest(texts, places, question)] or [_no_answer(question)]
    given = {"texts": texts, "places": places, "question": question, "code": code}
    given["stop"] = sorted(_vectorizer().get_stop_words())
    key = key_of((caption, texts, places, question, code))
    name = caption or "Which texts are nearest to a question?"
    return board("question", [], [f"Asked: {question}", *sentences], given, key=key, name=name)


def _strings(items, name):
    """Return strings as a list, or say which is none."""
    items = as_list(items, name)
    for item in items:
        if not isinstance(item, str):
            raise ValueError(f"{name} must be strings; got {item!r}")
    return list(map(str, items))


def _vectorizer():
    # Here, since importing it takes longer than all the rest.
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(stop_words="english")


def _no_answer(question):
    """Say why no text is near: no text has a word of the question, or it has no word to compare."""
    if _vectorizer().build_analyzer()(question):
        return "No text has a word of this question."
    return "No word of this question is left to compare."


def _nearest(texts, places, question):
    """Yield the nearest texts in words: their cosine, their place, and what decides."""
    vectorizer = _vectorizer()
    weights = vectorizer.fit_transform(texts)
    asked = vectorizer.transform([question]).toarray()[0]
    words = vectorizer.get_feature_names_out()
    cosines = weights @ asked
    for i in (-cosines).argsort(kind="stable")[:SHOWN]:
        if cosines[i] > 0:
            parts = weights[[i]].toarray()[0] * asked
            deciding = [words[j] for j in (-parts).argsort(kind="stable")[:DECIDE] if parts[j]]
            yield f"{cosines[i]:.3f} in {places[i]} by {', '.join(deciding)}: {texts[i]}"
