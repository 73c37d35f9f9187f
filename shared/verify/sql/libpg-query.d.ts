/** The WebAssembly module behind `libpg-query`, which the package's own entry loads without saying where it lies. */
declare module 'libpg-query/wasm/libpg-query.js' {
  interface PgQueryModule {
    _malloc(size: number): number;
    _free(pointer: number): void;
    _wasm_parse_query_raw(query: number): number;
    _wasm_free_parse_result(result: number): void;
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, size: number): void;
    UTF8ToString(pointer: number): string;
    getValue(pointer: number, type: 'i32'): number;
  }
  export default function load(options?: {
    wasmBinary?: ArrayBuffer | Uint8Array;
    locateFile?: (name: string) => string;
  }): Promise<PgQueryModule>;
}
