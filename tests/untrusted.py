"""What a viewer leaves of an output that it does not trust, by the rules of JupyterLab 4.6."""

from bs4 import BeautifulSoup

ELEMENTS = """
a abbr acronym address area article aside audio b bdi bdo big blockquote br button canvas caption
center cite code col colgroup command data datalist dd del details dfn dir div dl dt em fieldset
figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd label
legend li map mark menu meter nav nobr ol optgroup output p pre progress q s samp section select
small source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul
var video wbr
"""
KEPT = set(ELEMENTS.split())
"""The elements that stay; of all others the words stay."""
GONE = ["script", "style", "textarea", "option"]
"""The elements that go with their words."""
ANYWHERE = {"class", "dir", "hidden", "id", "lang", "style", "title", "translate"}
OF_THEIR_OWN = {
    "img": {"align", "alt", "border", "height", "name", "src", "width"},
    "details": {"open"},
    "ol": {"reversed", "start", "type"},
    "td": {"align", "colspan", "headers", "rowspan", "scope"},
    "th": {"align", "colspan", "headers", "rowspan", "scope"},
}


def untrusted(html):
    """Return what is left of some HTML, as it can be searched and read."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(GONE):
        tag.decompose()
    for tag in soup(True):
        if tag.name not in KEPT:
            tag.unwrap()
            continue
        allowed = ANYWHERE | OF_THEIR_OWN.get(tag.name, set())
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in allowed}
    return BeautifulSoup(str(soup), "html.parser")
