import json
import subprocess
import sys


def shac(*words):
    done = subprocess.run(["node_modules/.bin/shac", *words, "--json", *sys.argv[1:]], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def himmelblau(x, y):
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


while True:
    asked = shac("ask", "space.json", "--name", "himmelblau", "--budget", "20", "--batches", "2", "--seed", "1", "--count", "10", "--ask-timeout", "1m")
    if asked["stop"]:
        break
    for trial in asked["trials"]:
        shac("tell", "himmelblau", str(trial["number"]), str(himmelblau(**trial["params"])))

print(json.dumps(shac("show", "himmelblau")["best"]))
