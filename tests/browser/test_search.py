"""Search as readers do, in their words: the place that answers is among the first three."""

import pytest
from bs4 import BeautifulSoup
from built import SITE, need_the_site

ANSWERS = {
    "how many clusters": "24-choosing-k",
    "choose k": "24-choosing-k",
    "optimal number of clusters": "24-choosing-k",
    "elbow": "#the-elbow",
    "gap statistic": "#the-gap-statistic",
    "silhouette": "21-silhouette",
    "silouhette": "21-silhouette",
    "k-means++": "#start-far-apart-k-means",
    "kmeans++": "#start-far-apart-k-means",
    "k means plus plus": "#start-far-apart-k-means",
    "initialization": "14-where-to-start",
    "local minima": "#term-local-minimum",
    "empty clusters": "#term-empty-cluster",
    "a cluster is empty": "#term-empty-cluster",
    "random state": "#term-random-seed",
    "convergence": "#why-it-must-end",
    "k means": "#term-k-means",
    "k-means clustering": "12-k-means-step-by-step",
    "centroids": "#term-centroid",
    "outliers": "42-crowds-and-gaps.html#what-noise-does-to-a-score",
    "noise": "42-crowds-and-gaps.html#what-noise-does-to-a-score",
    "segmentation": "#term-segmentation",
    "normalize": "#scale-or-not",
    "standardization": "#scale-or-not",
    "curse of dimensionality": "#many-dimensions",
    "two moons": "#two-moons",
    "rand index": "#pairs-of-points",
    "mutual information": "#adjusted-mutual-information",
    "AMI": "#term-adjusted-mutual-information",
    "accuracy": "#how-often-is-the-name-right",
    "iris": "21-silhouette.html#iris",
    "gif": "#the-animation",
    "animation": "#the-animation",
    "how do I save an animation": "#the-animation",
    "photo": "#a-photograph-of-your-own",
    "image compression": "#what-few-colours-save",
    "colors": "32-colours",
    "digits": "33-digits",
    "mnist": "33-digits",
    "t-sne": "#term-t-sne",
    "big data": "34-large-data",
    "dask": "#several-workers-dask",
    "mini batch": "#term-mini-batch",
    "dendrogram": "#the-dendrogram",
    "dendogram": "#the-dendrogram",
    "hierarchical": "41-hierarchical",
    "single linkage": "#term-linkage",
    "dbscan": "#crowded-places",
    "k means vs dbscan": "#crowded-places",
    "gmm": "#term-Gaussian-mixture",
    "new points": "#new-points",
    "install": "welcome.html#how-to",
    "conda": "welcome.html#how-to",
    "colab": "welcome.html#",
    "download": "welcome.html#take-it-home",
    "ufunc": "#ufunctypeerror",
    "error helpers": "#no-module-named-helpers",
    "nan": "#valueerror-points-must-hold",
    "best_of": "#helpers.best_of",
    "csv": "#helpers.read_points",
    "exercises": "pages/exercises",
    "glossary": "pages/glossary",
    "teacher": "pages/instructors",
    "license": "pages/licences",
    "references": "pages/bibliography",
}


@pytest.fixture(scope="module")
def find(chromium):
    """Return a function that finds the best places, on a page opened from a disk."""
    need_the_site()
    page = chromium.new_page()
    page.goto(f"{(SITE / 'search.html').as_uri()}?q=k-means")
    page.locator("#search-results li").first.wait_for()
    yield lambda query: page.evaluate("query => find(query).map(place => place.address)", query)
    page.close()


@pytest.mark.parametrize("query", ANSWERS)
def test_the_place_that_answers_is_among_the_first_three(find, query):
    best = find(query)[:3]
    assert any(ANSWERS[query].lower() in address.lower() for address in best), best


def test_every_name_in_the_glossary_is_found(find):
    soup = BeautifulSoup((SITE / "pages" / "glossary.html").read_text(), "html.parser")
    for term in soup.select("dl.glossary > dt"):
        name = " ".join(term.find(string=True).split())
        assert any("glossary.html#term-" in address for address in find(name)[:3]), name


def test_results_name_the_chapter_and_lead_to_the_section(open_page):
    page = open_page("search.html?q=kmeans%2B%2B")
    link = page.get_by_role("link", name="14 · Where to start › Start far apart: k-means++")
    assert "K-means++" in link.locator("xpath=..").locator("mark").all_inner_texts()
    link.click()
    page.wait_for_url("**/14-where-to-start.html#start-far-apart-k-means")


def test_a_search_goes_on_while_it_is_typed(open_page):
    page = open_page("search.html")
    assert page.locator("#search-results li").count() == 0
    assert not page.evaluate(
        "performance.getEntriesByType('resource').some(r => /search-index/.test(r.name))"
    )
    page.keyboard.type("zzzzzz")
    page.get_by_role("status").get_by_text("Nothing found").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.type("dask")
    assert "Dask" in page.locator("#search-results a").first.inner_text()
    assert page.url.endswith("?q=dask")


def test_no_other_page_loads_the_index(open_page):
    page = open_page("pages/welcome.html")
    assert not page.evaluate(
        "performance.getEntriesByType('resource').some(r => /search/.test(r.name))"
    )
    page.keyboard.press("Control+K")
    page.keyboard.type("elbow")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=elbow")
    page.locator("#search-results").get_by_text("The elbow").first.wait_for()


def test_the_search_field_and_the_page_at_hand_are_in_sight_in_the_sidebar(open_page):
    page = open_page("pages/changes.html")
    for seen in (".bd-sidebar-primary .search-button-field", ".bd-docs-nav .current.active"):
        box = page.locator(seen).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 900, seen
