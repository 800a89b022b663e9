"""Runs Optuna's samplers on the problems of this bench, in the same batches; appends a line for each search.

usage: run_peers.py SAMPLERS PROBLEMS TOTAL_BUDGET BATCH_SIZE FIRST_SEED SEEDS   (lists with commas)
"""

import json
import pathlib
import subprocess
import sys
import time
import warnings

import bbob
import optuna

BENCH = pathlib.Path(__file__).resolve().parent.parent
RUNS = BENCH / "results" / "runs.jsonl"


def make_sampler(name, seed):
    if name == "optuna-tpe":
        return optuna.samplers.TPESampler(seed=seed, constant_liar=True)
    if name == "optuna-cma-es":
        return optuna.samplers.CmaEsSampler(seed=seed)
    if name == "optuna-gp":
        return optuna.samplers.GPSampler(seed=seed)
    raise SystemExit(f"There is no sampler {name}; there are optuna-tpe, optuna-cma-es and optuna-gp.")


def suggest(trial, parameters):
    """The values of those parameters that take part."""
    params = {}
    for each in parameters:
        name, when = each["name"], each.get("when")
        if when is not None and params.get(when["parent"]) not in when["values"]:
            continue
        if each["kind"] == "float":
            params[name] = trial.suggest_float(name, each["low"], each["high"], log=each.get("log", False))
        elif each["kind"] == "int":
            params[name] = trial.suggest_int(name, each["low"], each["high"], log=each.get("log", False))
        else:
            params[name] = trial.suggest_categorical(name, each.get("choices", [False, True]))
    return params


class Problems:
    """The problems themselves, evaluated by Node so that every sampler sees the same numbers."""

    def __init__(self):
        command = ["node", "--import", "tsx", "src/serve-problems.ts"]
        self.process = subprocess.Popen(command, cwd=BENCH, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.spaces = json.loads(self.process.stdout.readline())

    def space(self, problem):
        if problem.startswith("bbob-"):
            dimensions = int(problem.rpartition("-d")[2])
            return [{"name": f"x{i + 1}", "kind": "float", "low": -5, "high": 5} for i in range(dimensions)]
        return self.spaces[problem]["parameters"]

    def evaluate(self, **request):
        if request["problem"].startswith("bbob-"):
            values = [bbob.regret(request["problem"], list(params.values())) for params in request["params"]]
            return [{"value": value, "regret": value} for value in values]
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def search(problems, problem, sampler, total_budget, batch_size, seed):
    space = problems.space(problem)
    study = optuna.create_study(sampler=make_sampler(sampler, seed))
    best = (float("inf"), float("inf"))
    start = time.process_time()
    for first in range(0, total_budget, batch_size):
        trials = [study.ask() for _ in range(batch_size)]
        params = [suggest(trial, space) for trial in trials]
        for trial, reply in zip(trials, problems.evaluate(problem=problem, seed=seed, first=first, params=params)):
            study.tell(trial, reply["value"])
            best = min(best, (reply["value"], reply["regret"]), key=lambda each: each[0])
    return best[1], time.process_time() - start


def main():
    samplers, names, total_budget, batch_size, first_seed, seeds = sys.argv[1:]
    total_budget, batch_size, first_seed, seeds = map(int, (total_budget, batch_size, first_seed, seeds))
    warnings.filterwarnings("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    if "optuna-gp" in samplers:
        import torch

        torch.set_num_threads(1)
    RUNS.parent.mkdir(exist_ok=True)
    done = set()
    if RUNS.exists():
        for line in RUNS.read_text().splitlines():
            run = json.loads(line)
            done.add((run["sampler"], run["problem"], run["totalBudget"], run["batchSize"], run["seed"]))
    problems = Problems()
    for seed in range(first_seed, first_seed + seeds):
        for name in names.split(","):
            for sampler in samplers.split(","):
                if (sampler, name, total_budget, batch_size, seed) in done:
                    continue
                regret, seconds = search(problems, name, sampler, total_budget, batch_size, seed)
                run = {"sampler": sampler, "problem": name, "totalBudget": total_budget, "batchSize": batch_size}
                run |= {"seed": seed, "regret": regret, "seconds": round(seconds, 3)}
                with RUNS.open("a") as file:
                    file.write(json.dumps(run) + "\n")
                print(f"{sampler} {name} seed {seed}: {regret:.3g} in {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
