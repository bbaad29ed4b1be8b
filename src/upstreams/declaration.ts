/**
 * An upstream: another MCP server whose tools a service offers. What a source says of it, and what somebody approved of its tools.
 * Plain data, part of a release: a menu is made of it without asking the upstream.
 */
import type { ContentHash } from '../base/hash.ts';
import type { DottedPath, InputFields } from '../sources/kit/http/operation.ts';

/** `url`: Streamable HTTP. `command`: a name under `upstream_commands` of the deployment, which alone says what is run. */
export type UpstreamPlace = { readonly url: string } | { readonly command: string };

export type Upstream = {
  readonly at: UpstreamPlace;
  /** Those of `sources/<name>.tools.json`, by their name at the upstream. */
  readonly tools: Readonly<Record<string, KnownTool>>;
};

/** A tool as somebody has looked at it. */
export type KnownTool = {
  /** Of its whole definition; see `pin.ts`. */
  readonly pin: ContentHash;
  /** What it may be asked for: inputs of a plain kind. */
  readonly input: InputFields;
  /** Inputs that nothing can be said for, and what they are. */
  readonly unsaid: Readonly<Record<string, string>>;
  /** Whether it can't be asked without one of those. */
  readonly needs: readonly string[];
};

/** A tool of an upstream as a service asks it. */
export type UpstreamTool = {
  readonly kind: 'upstream_tool';
  /** Its definition when it was approved. */
  readonly pin: ContentHash;
  readonly input: InputFields;
  /** `text`: what it says in words. Else records: those at this path of what it says in JSON. */
  readonly replies: 'text' | { readonly at: DottedPath };
};
