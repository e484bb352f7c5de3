class V4__in_java {}
