#!/usr/bin/env python3
"""Makes the files in this folder with the tools that they belong to.

    make.py tensorboard|wandb|dvc|trackio|mlflow FOLDER

Run it with the Python of an environment that has the tool (README.md names the versions), into an
empty folder; then look at what changed before it is committed.
"""

import os
import pathlib
import shutil
import subprocess
import sys


def make_tensorboard(folder):
    from tensorboardX import SummaryWriter
    for name, lr in (("first", 0.1), ("second/train", 0.01)):
        writer = SummaryWriter(str(folder / name))
        for step in range(5):
            writer.add_scalar("loss/train", 1.0 / (step + 1) * lr, step, walltime=1700000000 + step)
        writer.add_scalar("accuracy", float("nan"), 4, walltime=1700000004)
        writer.add_text("note", "a run of TensorBoard", 0, walltime=1700000000)
        if name == "first":
            writer.add_hparams({"lr": lr, "optimizer": "sgd", "nesterov": True}, {"final": 0.5}, name="hp")
        writer.close()
    make_new_style(folder / "new_style")


def make_new_style(folder):
    """Scalars as TensorFlow 2 writes them: a tensor with the plugin's name."""
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.plugins.scalar.summary_v2 import scalar_pb
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    writer = EventFileWriter(str(folder))
    for step in range(3):
        summary = scalar_pb("epoch_loss", 0.5 - step * 0.1)
        writer.add_event(Event(wall_time=1700000000 + step, step=step, summary=summary))
    writer.close()


def make_wandb(folder):
    os.environ["WANDB_MODE"] = "offline"
    os.environ["WANDB_SILENT"] = "true"
    import wandb

    with wandb.init(dir=str(folder), project="iris", name="brave-wind", tags=["base"], notes="a note",
                    config={"lr": 0.1, "layers": [64, 32], "opt": {"name": "adam"}, "amp": True},
                    settings=wandb.Settings(x_disable_stats=True, x_disable_meta=True, console="off")) as run:
        for step in range(5):
            run.log({"loss": 1.0 / (step + 1), "nested": {"acc": step / 10}})
        run.log({"loss": float("nan"), "label": "text"})
        run.summary["best"] = 0.2


def make_trackio(folder):
    os.environ["TRACKIO_DIR"] = str(folder)
    import trackio

    trackio.init(project="iris", name="calm-sea", config={"lr": 0.1, "layers": [64, 32]}, embed=False)
    for step in range(4):
        trackio.log({"loss": 1.0 / (step + 1), "val/acc": step / 10})
    trackio.finish()


def run(*words, cwd):
    environment = dict(os.environ, GIT_AUTHOR_DATE="1700000000 +0000", GIT_COMMITTER_DATE="1700000000 +0000",
                       DVC_NO_ANALYTICS="1")
    subprocess.run(words, cwd=cwd, check=True, env=environment)


TRAIN = """import json, pathlib, yaml
from dvclive import Live

params = yaml.safe_load(open("params.yaml"))
with Live(save_dvc_exp=False, dvcyaml=False, report=None) as live:
    for epoch in range(3):
        live.log_metric("train/loss", params["train"]["lr"] / (epoch + 1))
        live.next_step()
pathlib.Path("scores.json").write_text(json.dumps({"acc": 0.9 + params["train"]["lr"] / 10}))
"""
PIPELINE = """stages:
  train:
    cmd: python train.py
    deps: [train.py]
    params: [train.lr]
    metrics:
      - scores.json:
          cache: false
      - dvclive/metrics.json:
          cache: false
"""


def make_dvc(folder):
    """A repository with three experiments, kept as a bundle of git."""
    work = folder / "work"
    work.mkdir(parents=True)
    dvc = str(pathlib.Path(sys.executable).parent / "dvc")
    os.environ["PATH"] = f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"
    run("git", "init", "-q", "-b", "main", cwd=work)
    run("git", "config", "user.name", "ada", cwd=work)
    run("git", "config", "user.email", "ada@example.org", cwd=work)
    run(dvc, "init", "-q", cwd=work)
    (work / "train.py").write_text(TRAIN)
    (work / "dvc.yaml").write_text(PIPELINE)
    (work / "params.yaml").write_text("train:\n  lr: 0.1\n  layers: [64, 32]\nname: base\n")
    run("git", "add", ".", cwd=work)
    run("git", "commit", "-q", "-m", "pipeline", cwd=work)
    for name, lr in (("slow-one", 0.01), ("fast-one", 1.0)):
        run(dvc, "exp", "run", "-n", name, "-S", f"train.lr={lr}", cwd=work)
        run("git", "checkout", "-q", "-f", "HEAD", cwd=work)
        run("git", "clean", "-q", "-f", "-d", cwd=work)
    run("git", "bundle", "create", "-q", str(folder / "repository.bundle"), "--all", cwd=work)
    shutil.rmtree(work)


def make_mlflow(folder):
    """An SQLite store, of whatever version is installed."""
    os.chdir(folder)
    import mlflow

    version = mlflow.__version__
    mlflow.set_tracking_uri(f"sqlite:///mlflow-{version}.db")
    mlflow.set_experiment("iris")
    mlflow.set_experiment_tag("team", "flowers")
    data = mlflow.data.from_numpy(__import__("numpy").arange(6).reshape(3, 2), name="petals")
    with mlflow.start_run(run_name="brave-wind") as active:
        mlflow.log_params({"lr": 0.1, "opt": "adam"})
        for step in range(4):
            mlflow.log_metric("loss", 1.0 / (step + 1), step=step, timestamp=1700000000000 + step)
        mlflow.log_metric("broken", float("nan"), step=1, timestamp=1700000000000)
        mlflow.log_metric("broken", float("inf"), step=2, timestamp=1700000000000)
        mlflow.set_tag("note", "of SQLite")
        mlflow.log_input(data, context="train")
        if int(version.split(".")[0]) >= 3:
            model = mlflow.initialize_logged_model("petal", source_run_id=active.info.run_id, params={"k": "3"})
            mlflow.log_metric("acc", 0.9, step=1, timestamp=1700000000001, model_id=model.model_id)
            mlflow.finalize_logged_model(model.model_id, "READY")
    with mlflow.start_run(run_name="gone") as gone:
        mlflow.log_param("lr", 0.2)
    mlflow.delete_run(gone.info.run_id)
    shutil.rmtree("mlruns", ignore_errors=True)


def main():
    tool, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    globals()[f"make_{tool}"](folder)


if __name__ == "__main__":
    main()
