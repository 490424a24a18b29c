"""Statistics of the prices in a CSV file with the columns symbol, date and price.

Reads {"input": {"file": ...}} from standard input, as every task of the operator `process` does. The last line that it
prints is its result, as JSON; the lines before it go to the log.
"""

import csv
import json
import statistics
import sys

with open(json.load(sys.stdin)["input"]["file"], newline="") as file:
    rows = list(csv.DictReader(file))

prices = [float(row["price"]) for row in rows]
print(f"read {len(prices)} prices, {rows[0]['date']} to {rows[-1]['date']}")

returns = [after / before - 1 for before, after in zip(prices, prices[1:])]
peak = deepest_fall = 0.0
for price in prices:
    peak = max(peak, price)
    deepest_fall = max(deepest_fall, 1 - price / peak)

result = {
    "symbol": rows[0]["symbol"],
    "months": len(prices),
    "growth": prices[-1] / prices[0],
    "volatility": statistics.stdev(returns),
    "deepestFall": deepest_fall,
}
print(json.dumps(result))
