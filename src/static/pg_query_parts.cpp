/// In the static binary only, in place of libpg_query's function of that name. One object of libpg_query
/// holds the parser's two outputs, protobuf and JSON, so that linking one brings in the other's 170 kB. We
/// never ask for JSON.
extern "C" char* pg_query_nodes_to_json(const void* nodes);

extern "C" char* pg_query_nodes_to_json(const void* /*nodes*/) {
    __builtin_trap();
}
