// A stand-in for cAdvisor where its image cannot be had: the real program is no Go module that builds, its library is.
// Same metrics, same flags and end points as far as a scrape and a health check need them; no pages, no API.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/google/cadvisor/cache/memory"
	"github.com/google/cadvisor/container"
	_ "github.com/google/cadvisor/container/docker/install"
	v2 "github.com/google/cadvisor/info/v2"
	"github.com/google/cadvisor/manager"
	"github.com/google/cadvisor/metrics"
	"github.com/google/cadvisor/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/utils/clock"
)

// Set by the linker.
var version = "unknown"

var (
	listenIP        = flag.String("listen_ip", "", "IP to listen on, defaults to all IPs")
	port            = flag.Int("port", 8080, "port to listen on")
	storageDuration = flag.Duration("storage_duration", 2*time.Minute, "How long to keep data stored")
	storeLabels     = flag.Bool("store_container_labels", true, "convert container labels into labels of metrics")
	enabled         = flag.String("enable_metrics", "cpu,memory,network,disk,diskIO", "comma-separated list of the metrics to enable")
	showVersion     = flag.Bool("version", false, "print cAdvisor version and exit")
)

func main() {
	flag.Parse()
	if *showVersion {
		fmt.Printf("cAdvisor version %s (stand-in)\n", version)
		os.Exit(0)
	}
	watcher, included := startManager()
	http.Handle("/metrics", metricsHandler(watcher, included))
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })
	address := net.JoinHostPort(*listenIP, strconv.Itoa(*port))
	log.Printf("cAdvisor %s (stand-in) listens on %s", version, address)
	log.Fatal(http.ListenAndServe(address, nil))
}

func startManager() (manager.Manager, container.MetricSet) {
	included := container.MetricSet{}
	if err := included.Set(*enabled); err != nil {
		log.Fatalf("-enable_metrics: %v", err)
	}
	cache := memory.New(*storageDuration, nil)
	watcher, err := manager.New(cache, sysfs.NewRealSysFs(), manager.HousekeepingConfigFlags, included, http.DefaultClient, []string{"/"}, nil, "", 0)
	if err != nil {
		log.Fatalf("the machine's containers cannot be watched: %v", err)
	}
	if err := watcher.Start(); err != nil {
		log.Fatalf("the machine's containers cannot be watched: %v", err)
	}
	return watcher, included
}

func metricsHandler(watcher manager.Manager, included container.MetricSet) http.Handler {
	labels := metrics.DefaultContainerLabels
	if !*storeLabels {
		labels = metrics.BaseContainerLabels(nil)
	}
	options := v2.RequestOptions{IdType: v2.TypeName, Count: 1, Recursive: true}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		metrics.NewPrometheusMachineCollector(watcher, included),
		metrics.NewPrometheusCollector(watcher, labels, included, clock.RealClock{}, options),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}
