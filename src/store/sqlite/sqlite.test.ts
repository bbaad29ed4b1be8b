import { storeContract } from '../store-contract.ts';
import { openTestStore } from '../test-store.ts';

storeContract('SQLite', openTestStore);
