import { describe, expect, test } from "vitest";
import { validateAlertEvent, validateChangeEvent } from "../../../apps/pagerduty-sandbox/events.ts";
import { fc } from "../../support/fast-check.ts";

const { constantFrom, dictionary, assert: forAll, jsonValue, oneof, property, record, string } = fc;

const KEY = "e93facc04764012d7bfb002500d5d1a6";
const payload = { summary: "DISK at 99%", source: "prod-datapipe03.example.com", severity: "critical" };
const trigger = { routing_key: KEY, event_action: "trigger", payload };
const change = { routing_key: KEY, payload: { summary: "Build Success" } };

const errorsOf = (answer: ReturnType<typeof validateAlertEvent | typeof validateChangeEvent>) =>
  "refusal" in answer ? answer.refusal.errors : [];

describe("alert events that are taken", () => {
  // The example of PagerDuty's own API schema; its timestamp has no colon in the offset.
  const documented = {
    payload: {
      ...payload,
      timestamp: "2015-07-17T08:42:58.315+0000",
      component: "mysql",
      group: "prod-datapipe",
      class: "disk",
      custom_details: { "free space": "1%", "load avg": 0.75 },
    },
    routing_key: KEY,
    dedup_key: "srv01/mysql",
    event_action: "trigger",
    client: "Sample Monitoring Service",
    client_url: "https://monitoring.service.com",
    links: [{ href: "http://pagerduty.example.com", text: "An example link." }],
    images: [{ src: "https://chart.example.com/chart?chs=600x400", href: "https://example.com", alt: "An image" }],
  };
  test.each<[string, object]>([
    ["the documented example", documented],
    ["a trigger without dedup_key", trigger],
    [
      "a summary of 1,024 characters, counted as people do",
      { ...trigger, payload: { ...payload, summary: "😀".repeat(1024) } },
    ],
    ["a dedup_key of 255 characters", { ...trigger, dedup_key: "k".repeat(255) }],
    ["an unknown field", { ...trigger, whatever: 1 }],
    ["a resolve without payload", { routing_key: KEY, event_action: "resolve", dedup_key: "k" }],
    // Alertmanager sends the payload of the whole group again, whatever has become of it.
    [
      "a resolve whose payload is not complete",
      { routing_key: KEY, event_action: "resolve", dedup_key: "k", payload: { summary: "", severity: "" } },
    ],
    [
      "a null where something optional is missing",
      { ...trigger, dedup_key: null, links: null, payload: { ...payload, timestamp: null } },
    ],
    [
      "blank optional fields, as Alertmanager writes those of images",
      { ...trigger, images: [{ src: "https://a.example/b.png", href: "", alt: "" }] },
    ],
  ])("%s", (_name, body) => {
    expect(errorsOf(validateAlertEvent(body))).toEqual([]);
  });

  test.each(["2015-07-17T08:42:58.315Z", "2015-07-17T08:42:58+02:00", "2015-07-17T08:42-0330", "2024-02-29", "20"])(
    "timestamp %s",
    (timestamp) => {
      const errors = errorsOf(validateAlertEvent({ ...trigger, payload: { ...payload, timestamp } }));
      expect(errors).toHaveLength(timestamp === "20" ? 1 : 0);
    },
  );
});

describe("alert events that are refused", () => {
  test.each<[object, string[]]>([
    [{ ...trigger, routing_key: "short" }, ["Length of 'routing_key' is incorrect (should be 32 characters)"]],
    [{ ...trigger, routing_key: `${KEY}1` }, ["Length of 'routing_key' is incorrect (should be 32 characters)"]],
    [{ ...trigger, routing_key: 5 }, ["'routing_key' is invalid (must be a string)"]],
    [{ event_action: "trigger", payload }, ["'routing_key' is missing or blank"]],
    [
      { ...trigger, payload: { ...payload, severity: "urgent" } },
      ["'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')"],
    ],
    [{ ...trigger, payload: { ...payload, severity: " " } }, ["'payload.severity' is missing or blank"]],
    [
      { ...trigger, payload: { ...payload, summary: "s".repeat(1025) } },
      ["Length of 'payload.summary' is incorrect (should be at most 1024 characters)"],
    ],
    [
      { ...trigger, dedup_key: "k".repeat(256) },
      ["Length of 'dedup_key' is incorrect (should be at most 255 characters)"],
    ],
    [
      { ...trigger, payload: { ...payload, timestamp: "2015-02-30T00:00:00Z" } },
      [expect.stringContaining("'payload.timestamp' is invalid (must be an ISO 8601")],
    ],
    [
      { ...trigger, payload: { ...payload, custom_details: "text" } },
      ["'payload.custom_details' is invalid (must be an object)"],
    ],
    [{ ...trigger, payload: "text" }, ["'payload' is invalid (must be an object)"]],
    [
      { ...trigger, images: [{ src: "http://example.com/a.png" }] },
      ["'images[0].src' is invalid (must be a URL that starts with https:)"],
    ],
    [{ ...trigger, links: [{ href: "https://a.example" }, { text: "b" }] }, ["'links[1].href' is missing or blank"]],
    [{ routing_key: KEY, event_action: "resolve" }, ["'dedup_key' is missing or blank"]],
    [{ routing_key: KEY, event_action: "acknowledge", dedup_key: "" }, ["'dedup_key' is missing or blank"]],
    [
      { ...trigger, event_action: "page" },
      ["'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')"],
    ],
  ])("%j", (body, errors) => {
    expect(validateAlertEvent(body)).toEqual({
      refusal: { status: "invalid event", message: "Event object is invalid", errors },
    });
  });

  test("with all their errors at once", () => {
    const body = { routing_key: "x", event_action: "trigger", client_url: "not a url" };
    expect(errorsOf(validateAlertEvent(body))).toEqual([
      "Length of 'routing_key' is incorrect (should be 32 characters)",
      "'client_url' is invalid (must be a URL)",
      "'payload.summary' is missing or blank",
      "'payload.source' is missing or blank",
      "'payload.severity' is missing or blank",
    ]);
  });

  test.each([undefined, null, 5, "text", [trigger]])("%j, which is no object", (body) => {
    expect(validateAlertEvent(body)).toEqual({
      refusal: {
        status: "Unrecognized object",
        message: "Event object format is unrecognized",
        errors: ["JSON parse error"],
      },
    });
  });

  test("when they are nested deeper than can be written again", () => {
    const depth = 100_000;
    const deep = JSON.parse(`{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`);
    const body = { ...trigger, payload: { ...payload, custom_details: deep } };
    expect(errorsOf(validateAlertEvent(body))).toEqual(["Event is nested too deeply"]);
  });

  test("never names the routing key", () => {
    const secret = "0123456789abcdef0123456789abcdefSECRET";
    expect(JSON.stringify(validateAlertEvent({ routing_key: secret }))).not.toContain(secret.slice(0, 8));
  });
});

describe("change events", () => {
  test("need a routing key and a summary, nothing else", () => {
    expect(errorsOf(validateChangeEvent(change))).toEqual([]);
    expect(errorsOf(validateChangeEvent({}))).toEqual([
      "'routing_key' is missing or blank",
      "'payload.summary' is missing or blank",
    ]);
  });

  test("are not for the keys of rulesets", () => {
    const ruleset = `R${KEY.slice(1)}`;
    expect(errorsOf(validateChangeEvent({ ...change, routing_key: ruleset }))).toEqual([
      "'routing_key' is invalid (change events cannot be sent to a ruleset's key, which begins with R)",
    ]);
    expect(errorsOf(validateAlertEvent({ ...trigger, routing_key: ruleset }))).toEqual([]);
  });
});

test("whatever JSON comes is either taken with all that it must have, or refused with a reason", () => {
  const field = oneof(jsonValue(), string());
  const body = oneof(
    jsonValue(),
    record(
      {
        routing_key: constantFrom(KEY, "x"),
        event_action: constantFrom("trigger", "resolve"),
        dedup_key: field,
        payload: dictionary(constantFrom("summary", "source", "severity", "timestamp"), field),
        links: field,
        images: field,
      },
      { requiredKeys: [] },
    ),
  );
  forAll(
    property(body, (value) => {
      const answer = validateAlertEvent(value);
      if ("refusal" in answer) expect(answer.refusal.errors.length).toBeGreaterThan(0);
      else if (answer.event.event_action === "trigger") expect(answer.event.payload.summary.trim()).not.toBe("");
      else expect(answer.event.dedup_key).not.toBe("");
    }),
    { numRuns: 2000 },
  );
});
