"""The 24 functions of BBOB through ioh, named bbob-f7-i812-d5: function, instance, dimensions.

As a program it serves them: a request is a line of JSON, {"problem": name, "x": [...]}, its reply the distance of the value to the lowest one.
"""

import functools
import json
import re
import sys

import ioh


@functools.cache
def problem(name):
    function, instance, dimension = map(int, re.fullmatch(r"bbob-f(\d+)-i(\d+)-d(\d+)", name).groups())
    return ioh.get_problem(function, instance=instance, dimension=dimension, problem_class=ioh.ProblemClass.BBOB)


def regret(name, x):
    function = problem(name)
    return max(function(x) - function.optimum.y, 0.0)


if __name__ == "__main__":
    for line in sys.stdin:
        request = json.loads(line)
        print(regret(request["problem"], request["x"]), flush=True)
