"""Fits a polynomial to noisy samples of a cubic by gradient descent, and prints the error on samples it has not seen."""

import argparse
import json
import random

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, required=True)
parser.add_argument("--momentum", type=float, required=True)
parser.add_argument("--degree", type=int, required=True)
options = parser.parse_args()

generator = random.Random(0)


def sample():
    x = generator.uniform(-1, 1)
    return x, 2 * x**3 - x + generator.gauss(0, 0.1)


training = [sample() for _ in range(40)]
validation = [sample() for _ in range(200)]
weights = [0.0] * (options.degree + 1)
velocity = [0.0] * len(weights)


def predict(x):
    return sum(weight * x**power for power, weight in enumerate(weights))


def error(samples):
    return sum((predict(x) - y) ** 2 for x, y in samples) / len(samples)


for epoch in range(200):
    residuals = [(x, predict(x) - y) for x, y in training]
    for power in range(len(weights)):
        gradient = sum(2 * residual * x**power for x, residual in residuals) / len(training)
        velocity[power] = options.momentum * velocity[power] - options.lr * gradient
        weights[power] += velocity[power]
    if epoch % 100 == 99:
        print(f"epoch {epoch + 1}: training error {error(training):.4f}")

print(json.dumps({"value": error(validation), "metrics": {"training": error(training)}}))
