/** The parts of alertmanager.yml that decide who is told and when, as the file says them. */
export interface Configuration {
  readonly route: RouteConfiguration;
  readonly receivers?: readonly ReceiverConfiguration[] | null;
  readonly inhibit_rules?: readonly InhibitRuleConfiguration[] | null;
  readonly time_intervals?: readonly NamedIntervals[] | null;
  /** The older name of `time_intervals`. */
  readonly mute_time_intervals?: readonly NamedIntervals[] | null;
}

export interface RouteConfiguration {
  readonly receiver?: string;
  readonly group_by?: readonly string[] | null;
  readonly match?: Readonly<Record<string, string>> | null;
  readonly match_re?: Readonly<Record<string, string>> | null;
  readonly matchers?: readonly string[] | null;
  readonly continue?: boolean;
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly mute_time_intervals?: readonly string[] | null;
  readonly active_time_intervals?: readonly string[] | null;
  readonly routes?: readonly RouteConfiguration[] | null;
}

export interface ReceiverConfiguration {
  readonly name: string;
  /** Lists of integrations: `pagerduty_configs`, … */
  readonly [key: string]: unknown;
}

export interface InhibitRuleConfiguration {
  readonly source_match?: Readonly<Record<string, string>> | null;
  readonly source_match_re?: Readonly<Record<string, string>> | null;
  readonly source_matchers?: readonly string[] | null;
  readonly target_match?: Readonly<Record<string, string>> | null;
  readonly target_match_re?: Readonly<Record<string, string>> | null;
  readonly target_matchers?: readonly string[] | null;
  readonly equal?: readonly string[] | null;
}

interface NamedIntervals {
  readonly name: string;
  readonly time_intervals?: readonly TimeIntervalConfiguration[] | null;
}

interface TimeIntervalConfiguration {
  readonly times?: readonly { readonly start_time: string; readonly end_time: string }[] | null;
  readonly weekdays?: readonly string[] | null;
  readonly days_of_month?: readonly string[] | null;
  readonly months?: readonly string[] | null;
  readonly years?: readonly string[] | null;
  readonly location?: string;
}
