"""The names that notebooks import."""

from helpers.animation import save_gif
from helpers.choosing_k import Gap, elbow, f_of_k, gap_statistic
from helpers.data import (
    gaussian_board,
    grid_means,
    iris,
    meetups,
    sample_blobs,
    uniform_board,
)
from helpers.figures import (
    describe,
    plot_cells,
    plot_points,
    plot_silhouette,
    plot_step,
    storyboard,
)
from helpers.lloyd import (
    UNASSIGNED,
    Step,
    assign,
    inertia,
    lloyd,
    squared_distances,
    update,
)
from helpers.parts import (
    Partial,
    Pass,
    combine,
    lloyd_in_parts,
    partial_update,
    parts_of,
)
from helpers.player import step_player
from helpers.scores import (
    adjusted_mutual_information,
    adjusted_rand_index,
    contingency,
    expected_mutual_information,
    homogeneity_completeness_v,
    mutual_information,
    silhouette,
)
from helpers.seeding import best_of, kmeans_plus_plus, random_means

__all__ = [
    "Gap",
    "Partial",
    "Pass",
    "UNASSIGNED",
    "Step",
    "adjusted_mutual_information",
    "adjusted_rand_index",
    "assign",
    "best_of",
    "combine",
    "contingency",
    "describe",
    "elbow",
    "expected_mutual_information",
    "f_of_k",
    "gap_statistic",
    "gaussian_board",
    "grid_means",
    "homogeneity_completeness_v",
    "inertia",
    "iris",
    "kmeans_plus_plus",
    "lloyd",
    "lloyd_in_parts",
    "meetups",
    "mutual_information",
    "partial_update",
    "parts_of",
    "plot_cells",
    "plot_points",
    "plot_silhouette",
    "plot_step",
    "random_means",
    "sample_blobs",
    "save_gif",
    "silhouette",
    "squared_distances",
    "step_player",
    "storyboard",
    "uniform_board",
    "update",
]
