"""The W3C test suite of SPARQL 1.1, replayed against a running server.

    manifests   what the suite asks for
    results     what was expected and what came, compared
    evaluation  query and update evaluation, by the endpoint or by the engine alone
    exchanges   protocol and graph store: recorded requests and what is to come back
    running     a server of its own on a free port
    skips       what is not asked of the server, and what the engine is known to get wrong

`python -m tests.w3c` prints the figures. The suite is no part of this project: it is looked for in
`../shared/w3c`, or in the folder that COMMUNIQUE_W3C names.
"""
