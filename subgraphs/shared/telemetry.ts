import { type Attributes, context, propagation, SpanStatusCode, trace } from "@opentelemetry/api";

const tracer = trace.getTracer("unefois");

/** Runs work in a span. Attributes are names, codes and counts: never a value of a person. Costs nothing when no exporter is set. */
export async function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  if (!enabled) return work();
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as { code?: string }).code ?? "erreur" });
      throw error;
    } finally {
      span.end();
    }
  });
}

let enabled = false;

/** Sends spans to an OpenTelemetry collector. Returns the way to flush and stop. */
export async function startTelemetry(service: string, endpoint: string | undefined): Promise<() => Promise<void>> {
  if (!endpoint) return async () => undefined;
  const { NodeTracerProvider, BatchSpanProcessor } = await import("@opentelemetry/sdk-trace-node");
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-http");
  const { resourceFromAttributes } = await import("@opentelemetry/resources");
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": `unefois-${service}` }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces` }))],
  });
  provider.register();
  enabled = true;
  return () => provider.shutdown();
}

/** The W3C trace headers of the current span, for a call to another process. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  if (enabled) propagation.inject(context.active(), headers);
  return headers;
}

/** Runs work as a child of the span that the caller's headers name. */
export function continueTrace<T>(headers: Record<string, string | undefined>, work: () => T): T {
  return enabled ? context.with(propagation.extract(context.active(), headers), work) : work();
}
