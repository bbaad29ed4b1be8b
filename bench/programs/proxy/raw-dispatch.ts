/** The same with undici's own interface below that: no stream is made of the reply. The least that a GET by undici can cost. */
import { Pool } from 'undici';
import { serve } from '../serve.ts';
import { rawProxy } from './raw-frame.ts';

const pool = new Pool(process.argv[2] ?? '', { connections: 64 });

serve(
  rawProxy(
    (path) =>
      new Promise((resolve, reject) => {
        const chunks: Buffer[] = [];
        pool.dispatch(
          { method: 'GET', path },
          {
            onRequestStart: () => {},
            onResponseStart: () => {},
            onResponseData: (_controller, chunk) => {
              chunks.push(chunk);
            },
            onResponseEnd: () => resolve(Buffer.concat(chunks).toString()),
            onResponseError: (_controller, error) => reject(error),
          },
        );
      }),
  ),
);
