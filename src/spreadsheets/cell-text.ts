/** A cell's source as YAML in one line: `[VVIP, VIP]`, `{ at_least: 100000 }`. */
import { flowList, flowMap, flowScalar } from '../config/yaml/flow-text.ts';
import type { FactType } from '../facts/types.ts';
import type { CellSource } from '../guardrails/cell-source.ts';

/** Words of an enum or a text fact are quoted where YAML would take them for something else. */
export function cellYaml(source: CellSource, { type }: FactType): string {
  const isText = type === 'enum' || type === 'string';
  return written(source, isText);
}

function written(source: CellSource, isText: boolean): string {
  switch (source.kind) {
    case 'word':
      return source.quoted && !isText ? JSON.stringify(source.text) : flowScalar(source.text, isText);
    case 'list':
      return flowList(source.items.map((item) => written(item, isText)));
    case 'map':
      return flowMap(
        source.entries.map(([key, value]) => [key, key === 'feel' ? quoted(value) : written(value, isText)]),
      );
  }
}

function quoted(source: CellSource): string {
  return source.kind === 'word' ? JSON.stringify(source.text) : '""';
}
