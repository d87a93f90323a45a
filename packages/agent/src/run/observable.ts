// The class alone: the whole of RxJS takes some 25 ms to load, and nothing else is needed.
export { Observable } from 'rxjs/internal/Observable';
