import type { Context, ScrapeConfig } from "./component.ts";

/** The job that scrapes a component's own port `http`. Its instance is the logical name on every target, so silences and dashboards survive a move. */
export const scrapeSelf = (
  { self, site }: Pick<Context<unknown>, "self" | "site">,
  job = self.name,
): readonly ScrapeConfig[] => [
  {
    job_name: job,
    static_configs: [{ targets: [site.address(self.name, "http", "inside")], labels: { instance: self.name } }],
  },
];
