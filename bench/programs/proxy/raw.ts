/** The raw limit with a pool of undici, asked as its documentation shows. The first argument is the system's address. */
import { Pool } from 'undici';
import { serve } from '../serve.ts';
import { rawProxy } from './raw-frame.ts';

const pool = new Pool(process.argv[2] ?? '', { connections: 64 });

serve(
  rawProxy(async (path) => {
    const { body } = await pool.request({ method: 'GET', path });
    return await body.text();
  }),
);
