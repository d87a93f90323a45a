// The public API. Whatever is not named here may change without notice.

export {};
