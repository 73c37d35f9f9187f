/** Names that exist without an import. */

const LANGUAGE = `undefined NaN Infinity globalThis arguments eval Math JSON Object Array String Number Boolean Symbol BigInt
Map Set WeakMap WeakSet WeakRef Promise Proxy Reflect Date RegExp Error TypeError RangeError SyntaxError URIError EvalError
ReferenceError AggregateError Intl parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI
escape unescape Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array
Uint8ClampedArray BigInt64Array BigUint64Array ArrayBuffer SharedArrayBuffer DataView Atomics Function Iterator
FinalizationRegistry WebAssembly`;

const EVERYWHERE = `console setTimeout clearTimeout setInterval clearInterval queueMicrotask structuredClone fetch Headers
Request Response FormData URL URLSearchParams URLPattern Blob File AbortController AbortSignal Event CustomEvent EventTarget
MessageEvent MessageChannel MessagePort BroadcastChannel WebSocket crypto performance TextEncoder TextDecoder btoa atob
ReadableStream WritableStream TransformStream CompressionStream DecompressionStream ByteLengthQueuingStrategy
CountQueuingStrategy DOMException navigator Crypto CryptoKey SubtleCrypto PerformanceObserver`;

const BROWSER = `window document location history self top parent frames opener screen localStorage sessionStorage indexedDB
requestAnimationFrame cancelAnimationFrame requestIdleCallback cancelIdleCallback FileReader FileList KeyboardEvent
MouseEvent PointerEvent TouchEvent DragEvent FocusEvent InputEvent SubmitEvent ClipboardEvent WheelEvent UIEvent
StorageEvent PopStateEvent HashChangeEvent ErrorEvent PromiseRejectionEvent ProgressEvent AnimationEvent TransitionEvent
CompositionEvent BeforeUnloadEvent Worker SharedWorker ServiceWorker EventSource XMLHttpRequest alert confirm prompt print
Image Audio Option HTMLElement HTMLInputElement HTMLDivElement HTMLSpanElement HTMLCanvasElement HTMLFormElement
HTMLButtonElement HTMLSelectElement HTMLOptionElement HTMLTextAreaElement HTMLImageElement HTMLVideoElement
HTMLAudioElement HTMLMediaElement HTMLAnchorElement HTMLDialogElement HTMLTableElement HTMLIFrameElement HTMLLabelElement
HTMLFieldSetElement HTMLDetailsElement HTMLTemplateElement HTMLStyleElement HTMLScriptElement HTMLLinkElement
HTMLMetaElement HTMLBodyElement HTMLHtmlElement HTMLCollection SVGElement SVGSVGElement SVGPathElement Element Node
NodeList NodeFilter Document DocumentFragment ShadowRoot Window Text Comment Range Selection Attr DOMParser XMLSerializer
DOMRect DOMRectReadOnly DOMPoint DOMMatrix DOMTokenList DataTransfer CSSStyleSheet CSSStyleDeclaration MutationObserver
IntersectionObserver ResizeObserver MediaQueryList MediaQueryListEvent getComputedStyle getSelection matchMedia scrollTo
scrollBy scroll open close postMessage Notification AudioContext OscillatorNode GainNode Path2D
OffscreenCanvas CanvasRenderingContext2D createImageBitmap ImageBitmap ImageData speechSynthesis SpeechSynthesisUtterance
MediaRecorder MediaStream MediaSource ClipboardItem CSS customElements caches innerWidth innerHeight outerWidth
outerHeight scrollX scrollY pageXOffset pageYOffset devicePixelRatio visualViewport dispatchEvent addEventListener
removeEventListener Animation KeyframeEffect Geolocation IDBDatabase IDBRequest IDBKeyRange Storage Touch TouchList
ViewTransition Navigator Location History Screen reportError isSecureContext`;

const NODE = 'process Buffer __dirname __filename global require module exports setImmediate clearImmediate';

const words = (...texts: string[]): ReadonlySet<string> => new Set(texts.flatMap((text) => text.split(/\s+/)));

const APPLICATION = words(LANGUAGE, EVERYWHERE, BROWSER);
const TOOLING = words(LANGUAGE, EVERYWHERE, NODE);

/**
 * Global names a script may use. `name`, `status`, `event` and `origin` are globals of a browser too and left out on
 * purpose: a bare use of them is a forgotten variable.
 */
export function globalsOf(path: string): ReadonlySet<string> {
  return path.startsWith('src/') ? APPLICATION : TOOLING;
}
