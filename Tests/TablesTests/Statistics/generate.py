"""Writes reference.json: what SciPy and statsmodels say of 200 cases each, for StatisticsReferenceTests.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0
    cd Tests/TablesTests/Statistics && ../../../venv/bin/python generate.py > reference.json

A case is an array: the arguments, then the figures. Edge cases come first, the rest is drawn with a
fixed seed.
"""
import json
import math
import random
import warnings

import numpy
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats import proportion
from statsmodels.stats.multitest import multipletests

warnings.simplefilter("ignore")
draw = random.Random(1998)
COUNT = 200
LEVELS = [0.8, 0.9, 0.95, 0.99, 0.999]


def trials():
    return int(10 ** draw.uniform(0, 6))


def arm(rate=None):
    n = trials()
    rate = draw.choice([0.001, 0.01, 0.05, 0.2, 0.5, 0.95]) if rate is None else rate
    return int(numpy.random.default_rng(draw.getrandbits(32)).binomial(n, rate)), n


def pair():
    rate = draw.choice([0.001, 0.01, 0.05, 0.2, 0.5, 0.95])
    return arm(rate) + arm(min(1, rate * draw.choice([1, 1, 1.2, 1.5])))


EDGES = [(0, 1), (1, 1), (0, 10), (10, 10), (1, 10), (9, 10), (0, 1000), (1000, 1000), (1, 1000), (500, 1000)]
PAIRS = [a + b for a in EDGES[:8] for b in EDGES[:8]]


def filled(cases, more):
    cases = list(cases)
    while len(cases) < COUNT:
        cases.append(more())
    return cases[:COUNT]


def number(x):
    x = float(x)
    assert math.isfinite(x), x
    return int(x) if x == int(x) and abs(x) < 1e15 else x


def row(*values):
    return [v if isinstance(v, (list, int)) else number(v) for v in values]


def normal():
    zs = [0, 1, -1, 1.96, 5, -5, 8, -8, 20, -20, 37]
    for z in filled(zs, lambda: draw.uniform(-9, 9)):
        yield row(z, stats.norm.cdf(z), 2 * stats.norm.sf(abs(z)))


def quantile():
    ps = [0.5, 0.025, 0.975, 0.075, 0.925, 1e-300, 1e-12, 1 - 1e-12, 0.8, 0.2]
    for p in filled(ps, lambda: draw.choice([draw.random(), 10 ** draw.uniform(-30, 0)])):
        yield row(p, stats.norm.ppf(p))


def wilson():
    for s, n in filled(EDGES, arm):
        level = draw.choice(LEVELS)
        yield row(s, n, level, *proportion.proportion_confint(s, n, 1 - level, method="wilson"))


def newcombe():
    for case in filled(PAIRS, pair):
        level = draw.choice(LEVELS)
        yield row(*case, level, *proportion.confint_proportions_2indep(
            *case, method="newcomb", compare="diff", alpha=1 - level))


def z_test():
    for a, n, b, m in filled(PAIRS, pair):
        if a * m == b * n:
            z, p = 0, 1
        else:
            z, p = proportion.proportions_ztest([a, b], [n, m])
        yield row(a, n, b, m, z, p)


def fisher():
    tables = PAIRS[:40] + [
        (3, 10, 7, 10), (2, 7, 5, 7), (1, 20, 6, 20), (4999, 10**7, 5200, 10**7), (3, 10**7, 9, 10**7)]
    for a, n, b, m in filled(tables, pair):
        yield row(a, n, b, m, stats.fisher_exact([[a, n - a], [b, m - b]]).pvalue)


def holm():
    for size in filled([1, 1, 2, 2, 3], lambda: draw.randint(2, 8)):
        ps = [draw.choice([draw.random(), draw.random() ** 4, 10 ** draw.uniform(-15, 0), 1.0, 0.0, 0.5]) for _ in range(size)]
        yield [ps, [number(p) for p in multipletests(ps, method="holm")[1]]]


def robust():
    for size in filled([1, 2, 3, 4], lambda: draw.randint(2, 12)):
        xs = [draw.choice([draw.randint(0, 20), round(draw.gauss(100, 30), 3)]) for _ in range(size)]
        if draw.random() < 0.2:
            xs = [5] * (size - 1) + xs[:1]
        middle = numpy.median(xs)
        yield row(xs, middle, stats.median_abs_deviation(xs), numpy.mean(numpy.abs(xs - middle)))


def weekdays():
    for size in filled([1, 7, 8], lambda: draw.randint(2, 15)):
        first = draw.randint(0, 6)
        days = [(first + i) % 7 + 1 for i in range(size)]
        values = [draw.randint(0, 500) for _ in days]
        usual = [numpy.median([v for d, v in zip(days, values) if d == day]) for day in days]
        yield [days, values, [number(v - u) for v, u in zip(values, usual)]]


def poisson():
    cases = [(0, 0.1), (0, 5), (1, 1e-9), (3, 3), (300, 300), (10**6, 10**6), (0, 700), (50, 5)]
    def more():
        mean = 10 ** draw.uniform(-3, 5)
        return max(0, round(mean + draw.gauss(0, 3) * math.sqrt(mean))), mean
    for k, mean in filled(cases, more):
        alpha = draw.choice([0.2, 0.05, 0.01, 0.001, 0.0004])
        low, high = stats.poisson.ppf(alpha / 2, mean), stats.poisson.isf(alpha / 2, mean)
        yield row(k, mean, stats.poisson.sf(k - 1, mean), stats.poisson.cdf(k, mean), alpha, low, high)


def garwood():
    for k in filled([0, 0, 0, 1, 1, 2, 3, 10, 10**6], lambda: int(10 ** draw.uniform(0, 5))):
        level = draw.choice(LEVELS)
        low = stats.chi2.ppf((1 - level) / 2, 2 * k) / 2 if k else 0
        yield row(k, level, low, stats.chi2.isf((1 - level) / 2, 2 * k + 2) / 2)


def sample_size():
    rates = [(0.1, 0.067), (0, 0.01), (1, 0.99), (0, 1), (0.5, 0.51)]
    for p, q in filled(rates, lambda: (draw.random(), draw.random())):
        level, power = draw.choice(LEVELS), draw.choice([0.8, 0.8, 0.9, 0.5])
        yield row(p, q, level, power, proportion.samplesize_proportions_2indep_onetail(
            p - q, q, power, alpha=1 - level))


families = [normal, quantile, wilson, newcombe, z_test, fisher, holm, robust, weekdays, poisson, garwood, sample_size]
print('{"scipy": "%s", "statsmodels": "%s"' % (scipy.__version__, statsmodels.__version__), end="")
for family in families:
    lines = [json.dumps(case, separators=(",", ":")) for case in family()]
    assert len(lines) == COUNT
    print(',\n"%s": [\n%s\n]' % (family.__name__, ",\n".join(lines)), end="")
print("}")
