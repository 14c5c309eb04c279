// Written by scripts/record.mjs; lib/exposition/sample.ts says how to read it.
import { sample } from "../../../exposition/sample.ts";

export default sample(
  "0.53.0",
  `
cadvisor_version_info gauge 1 kernelVersion=1 osVersion=1
container_cpu_cfs_periods_total counter 1 id=1 image=1 name=1
container_cpu_cfs_throttled_periods_total counter 1 id=1 image=1 name=1
container_cpu_cfs_throttled_seconds_total counter 1 id=1 image=1 name=1
container_cpu_system_seconds_total counter 19 id=19 image?=9 name?=9
container_cpu_usage_seconds_total counter 14 cpu=1 id=14 image?=9 name?=9
container_cpu_user_seconds_total counter 19 id=19 image?=9 name?=9
container_fs_inodes_free gauge 22 device=13 id=10 image?=9 name?=9
container_fs_inodes_total gauge 22 device=13 id=10 image?=9 name?=9
container_fs_io_current gauge 22 device=13 id=10 image?=9 name?=9
container_fs_io_time_seconds_total counter 22 device=13 id=10 image?=9 name?=9
container_fs_io_time_weighted_seconds_total counter 22 device=13 id=10 image?=9 name?=9
container_fs_limit_bytes gauge 22 device=13 id=10 image?=9 name?=9
container_fs_read_seconds_total counter 22 device=13 id=10 image?=9 name?=9
container_fs_reads_merged_total counter 22 device=13 id=10 image?=9 name?=9
container_fs_reads_total counter 22 device=13 id=10 image?=9 name?=9
container_fs_sector_reads_total counter 22 device=13 id=10 image?=9 name?=9
container_fs_sector_writes_total counter 22 device=13 id=10 image?=9 name?=9
container_fs_usage_bytes gauge 22 device=13 id=10 image?=9 name?=9
container_fs_write_seconds_total counter 22 device=13 id=10 image?=9 name?=9
container_fs_writes_merged_total counter 22 device=13 id=10 image?=9 name?=9
container_fs_writes_total counter 22 device=13 id=10 image?=9 name?=9
container_last_seen gauge 19 id=19 image?=9 name?=9
container_memory_cache gauge 19 id=19 image?=9 name?=9
container_memory_failcnt counter 19 id=19 image?=9 name?=9
container_memory_failures_total counter 76 failure_type=2 id=19 image?=9 name?=9 scope=2
container_memory_kernel_usage gauge 19 id=19 image?=9 name?=9
container_memory_mapped_file gauge 19 id=19 image?=9 name?=9
container_memory_max_usage_bytes gauge 19 id=19 image?=9 name?=9
container_memory_rss gauge 19 id=19 image?=9 name?=9
container_memory_swap gauge 19 id=19 image?=9 name?=9
container_memory_total_active_file_bytes gauge 19 id=19 image?=9 name?=9
container_memory_total_inactive_file_bytes gauge 19 id=19 image?=9 name?=9
container_memory_usage_bytes gauge 19 id=19 image?=9 name?=9
container_memory_working_set_bytes gauge 19 id=19 image?=9 name?=9
container_network_receive_bytes_total counter 16 id=10 image?=9 interface=7 name?=9
container_network_receive_errors_total counter 16 id=10 image?=9 interface=7 name?=9
container_network_receive_packets_dropped_total counter 16 id=10 image?=9 interface=7 name?=9
container_network_receive_packets_total counter 16 id=10 image?=9 interface=7 name?=9
container_network_transmit_bytes_total counter 16 id=10 image?=9 interface=7 name?=9
container_network_transmit_errors_total counter 16 id=10 image?=9 interface=7 name?=9
container_network_transmit_packets_dropped_total counter 16 id=10 image?=9 interface=7 name?=9
container_network_transmit_packets_total counter 16 id=10 image?=9 interface=7 name?=9
container_scrape_error gauge 1
container_spec_cpu_period gauge 14 id=14 image?=9 name?=9
container_spec_cpu_quota gauge 1 id=1 image=1 name=1
container_spec_cpu_shares gauge 14 id=14 image?=9 name?=9
container_spec_memory_limit_bytes gauge 19 id=19 image?=9 name?=9
container_spec_memory_reservation_limit_bytes gauge 19 id=19 image?=9 name?=9
container_spec_memory_swap_limit_bytes gauge 19 id=19 image?=9 name?=9
container_start_time_seconds gauge 19 id=19 image?=9 name?=9
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
machine_cpu_cores gauge 1 boot_id=1 machine_id=1 system_uuid=1
machine_cpu_physical_cores gauge 1 boot_id=1 machine_id=1 system_uuid=1
machine_cpu_sockets gauge 1 boot_id=1 machine_id=1 system_uuid=1
machine_memory_bytes gauge 1 boot_id=1 machine_id=1 system_uuid=1
machine_nvm_avg_power_budget_watts gauge 1 boot_id=1 machine_id=1 system_uuid=1
machine_nvm_capacity gauge 2 boot_id=1 machine_id=1 mode=2 system_uuid=1
machine_scrape_error gauge 1
machine_swap_bytes gauge 1 boot_id=1 machine_id=1 system_uuid=1
process_cpu_seconds_total counter 1
process_max_fds gauge 1
process_network_receive_bytes_total counter 1
process_network_transmit_bytes_total counter 1
process_open_fds gauge 1
process_resident_memory_bytes gauge 1
process_start_time_seconds gauge 1
process_virtual_memory_bytes gauge 1
process_virtual_memory_max_bytes gauge 1
`,
);
