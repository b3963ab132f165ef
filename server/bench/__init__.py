"""Measuring the endpoint: a graph of any size in our own model, and the work that our users do.

    graph.py      articles made up by a seeded generator, through the same code as those that are read
    questions.py  kinds of query, each with as many different texts as are asked for
    drive.py      many clients at once over kept connections: rates, times, lost and wrong answers
    rivals.py     the servers that are measured, and what they cost in processor time and memory
    report.py     one run of all against all, and its table
    load.py       many clients at once: lost and wrong answers, memory

Nothing here is needed to serve.
"""
