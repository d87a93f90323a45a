/** Error codes of HTTP/2 (RFC 9113, section 7). Loading `node:http2` for them would cost most servers 2 MB for nothing. */
export const HTTP2_NO_ERROR = 0;
export const HTTP2_INTERNAL_ERROR = 2;
