"""Say where the course is published, once `repository: url` in _config.yml names its place."""

import re
from html import escape
from pathlib import Path

import matplotlib.pyplot as plt

from helpers import grid_means, lloyd, plot_step, random_means, sample_blobs
from helpers.command.export import save_png

GITHUB = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")
PREVIEW = "_static/preview.png"
BRANCH = "course"
"""The workflow publishes the notebooks on this branch, with all that they need."""


def repository(app):
    """Return the address of the repository, or nothing if none is set."""
    return app.config.html_theme_options.get("repository_url", "")


def launch_links(app, stem):
    """Return links that run a chapter elsewhere; none while there is nothing to run."""
    place = GITHUB.fullmatch(repository(app))
    if not place:
        return []
    owner, name = place.groups()
    binder = f"https://mybinder.org/v2/gh/{owner}/{name}/{BRANCH}?urlpath=lab/tree/{stem}.ipynb"
    colab = "https://colab.research.google.com/github"
    colab += f"/{owner}/{name}/blob/{BRANCH}/{stem}.ipynb"
    return [
        f'<a href="{escape(binder)}">Run it on Binder</a>',
        f'<a href="{escape(colab)}">Run it on Colab</a>',
    ]


def set_names(app, config):
    """Let the title stand wherever the course is named."""
    config.project = config.html_title
    config.html_theme_options["logo"]["text"] = config.html_title


def set_address(app, config):
    """Find out the site's address, which search engines and previews need in full."""
    place = GITHUB.fullmatch(repository(app))
    if place and not config.html_baseurl:
        owner, name = place.groups()
        config.html_baseurl = f"https://{owner.lower()}.github.io/{name}/"
    if config.html_baseurl:
        config.html_baseurl = config.html_baseurl.rstrip("/") + "/"
        app.setup_extension("sphinxext.opengraph")
        config.ogp_site_url = config.html_baseurl
        config.ogp_image = f"{config.html_baseurl}{PREVIEW}"
        config.ogp_image_alt = "The same points at the start, with labels, and at the end."
        config.ogp_social_cards = {"enable": False}  # one picture for all pages
        config.ogp_enable_meta_description = False  # each page has one already


def write_for_others(app, error):
    """List all pages for search engines, and draw what is shown where a link is shared."""
    base = app.config.html_baseurl
    if error or not base:
        return  # addresses without a host would not be valid
    draw_preview(Path(app.outdir, PREVIEW), app.config.project)
    pages = sorted(map(app.builder.get_target_uri, app.env.found_docs))
    places = "".join(f"<url><loc>{escape(base + page)}</loc></url>\n" for page in pages)
    Path(app.outdir, "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n',
        encoding="utf-8",
    )


def draw_preview(path, title):
    """Draw a run in three pictures, in the size that preview cards have."""
    points, _ = sample_blobs(200, grid_means(4), rng=310)
    trace = lloyd(points, random_means(points, 4, rng=310))
    figure, axes = plt.subplots(1, 3, figsize=(12, 6.3), layout="constrained")
    figure.suptitle(title, fontsize=40)
    for step, ax in zip((trace[0], trace[1], trace[-1]), axes, strict=True):
        plot_step(step, ax=ax).set_axis_off()
        ax.set_title("")
    save_png(figure, path)


def setup(app):
    """Tell Sphinx when to call the functions above."""
    app.connect("config-inited", set_names)
    app.connect("config-inited", set_address)
    app.connect("build-finished", write_for_others)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
