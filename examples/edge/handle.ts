import { InputError } from "subnewton";
import type { Fit } from "./fit.js";
import { LIMITS } from "./limits.js";

/**
 * POST /fit with a JSON body: 200 with the fit, 4xx with { error: { code, argument, index, message } } where the caller is
 * at fault, 500 without detail where we are.
 */
export async function handle(request: Request, answer: (request: unknown) => Fit): Promise<Response> {
  if (new URL(request.url).pathname !== "/fit") return refused(404, "notFound", "POST /fit is the only address");
  if (request.method !== "POST") return refused(405, "method", "use POST", { Allow: "POST" });
  const text = await bounded(request, LIMITS.bodyBytes);
  if (text === undefined) return refused(413, "tooLarge", `the body has more than ${LIMITS.bodyBytes} bytes`);
  let asked: unknown;
  try {
    asked = JSON.parse(text);
  } catch (error) {
    return refused(400, "json", `the body is not JSON: ${(error as Error).message}`);
  }
  try {
    return Response.json(answer(asked));
  } catch (error) {
    if (error instanceof InputError) {
      const { code, argument, index, message } = error;
      return Response.json({ error: { code, argument, index, message } }, { status: code === "tooLarge" ? 413 : 400 });
    }
    console.error(error);
    return refused(500, "internal", "the service failed; the request was not at fault");
  }
}

function refused(status: number, code: string, message: string, headers?: HeadersInit): Response {
  return Response.json({ error: { code, message } }, { status, headers });
}

/** The body as text, or undefined where it is longer than allowed; the rest is read and dropped, so that the client hears. */
async function bounded(request: Request, most: number): Promise<string | undefined> {
  if (!request.body) return "";
  const decoder = new TextDecoder();
  const reader = request.body.getReader();
  let [text, length] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return length > most ? undefined : text + decoder.decode();
    length += value.byteLength;
    text = length > most ? "" : text + decoder.decode(value, { stream: true });
  }
}
