// Written by scripts/record.mjs; lib/exposition/sample.ts says how to read it.
import { sample } from "../../../exposition/sample.ts";

export default sample(
  "0.31.0",
  `
go_gc_duration_seconds summary 1 quantile=5
go_gc_gogc_percent gauge 1
go_gc_gomemlimit_bytes gauge 1
go_goroutines gauge 1
go_info gauge 1 version=1
go_memstats_alloc_bytes gauge 1
go_memstats_alloc_bytes_total counter 1
go_memstats_buck_hash_sys_bytes gauge 1
go_memstats_frees_total counter 1
go_memstats_gc_sys_bytes gauge 1
go_memstats_heap_alloc_bytes gauge 1
go_memstats_heap_idle_bytes gauge 1
go_memstats_heap_inuse_bytes gauge 1
go_memstats_heap_objects gauge 1
go_memstats_heap_released_bytes gauge 1
go_memstats_heap_sys_bytes gauge 1
go_memstats_last_gc_time_seconds gauge 1
go_memstats_mallocs_total counter 1
go_memstats_mcache_inuse_bytes gauge 1
go_memstats_mcache_sys_bytes gauge 1
go_memstats_mspan_inuse_bytes gauge 1
go_memstats_mspan_sys_bytes gauge 1
go_memstats_next_gc_bytes gauge 1
go_memstats_other_sys_bytes gauge 1
go_memstats_stack_inuse_bytes gauge 1
go_memstats_stack_sys_bytes gauge 1
go_memstats_sys_bytes gauge 1
go_sched_gomaxprocs_threads gauge 1
go_threads gauge 1
process_cpu_seconds_total counter 1
process_max_fds gauge 1
process_network_receive_bytes_total counter 1
process_network_transmit_bytes_total counter 1
process_open_fds gauge 1
process_resident_memory_bytes gauge 1
process_start_time_seconds gauge 1
process_virtual_memory_bytes gauge 1
process_virtual_memory_max_bytes gauge 1
promhttp_metric_handler_requests_in_flight gauge 1
promhttp_metric_handler_requests_total counter 3 code=3
statsd_exporter_build_info gauge 1 goarch=1 goos=1 goversion=1 revision=1 tags=1 version=1
statsd_exporter_event_queue_flushed_total counter 1
statsd_exporter_events_total counter 2 type=2
statsd_exporter_events_unmapped_total counter 1
statsd_exporter_lines_total counter 1
statsd_exporter_loaded_mappings gauge 1
statsd_exporter_metrics_total gauge 2 type=2
statsd_exporter_sample_errors_total counter 2 reason=2
statsd_exporter_samples_total counter 1
statsd_exporter_tag_errors_total counter 1
statsd_exporter_tags_total counter 1
statsd_exporter_tcp_connection_errors_total counter 1
statsd_exporter_tcp_connections_total counter 1
statsd_exporter_tcp_too_long_lines_total counter 1
statsd_exporter_udp_packet_drops_total counter 1
statsd_exporter_udp_packets_total counter 1
statsd_exporter_unixgram_packets_total counter 1
statsd_metric_mapper_cache_gets_total counter 1
statsd_metric_mapper_cache_hits_total counter 1
statsd_metric_mapper_cache_length gauge 1
`,
);
