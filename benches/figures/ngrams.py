"""Pairs of documents that share a paragraph, by an inverted index of 8-grams: what one would write in an afternoon.

Reads a list of documents, each a list of paragraphs, as JSON; prints the seconds and the pairs as JSON. Two
paragraphs are a pair if they share 15 % of the 8-grams of the shorter one; 8-grams of more than 30 paragraphs do not
count.
"""

import collections
import itertools
import json
import re
import sys
import time

GRAM, FREQUENT, SHARED = 8, 30, 0.15

documents = json.load(sys.stdin)
start = time.perf_counter()
paragraphs = [(number, text) for number, texts in enumerate(documents) for text in texts]
index = collections.defaultdict(list)
sizes = []
for at, (_, text) in enumerate(paragraphs):
    text = re.sub("[，。、！：\\s]", "", text)
    grams = {text[i : i + GRAM] for i in range(len(text) - GRAM + 1)}
    sizes.append(len(grams))
    for gram in grams:
        index[gram].append(at)
shared = collections.Counter()
for places in index.values():
    if 1 < len(places) <= FREQUENT:
        shared.update(itertools.combinations(places, 2))
pairs = {
    (paragraphs[one][0], paragraphs[other][0])
    for (one, other), count in shared.items()
    if count >= SHARED * min(sizes[one], sizes[other]) and paragraphs[one][0] != paragraphs[other][0]
}
json.dump([time.perf_counter() - start, sorted(pairs)], sys.stdout)
