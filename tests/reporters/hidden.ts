/** The characters that no output may hold as they are; written apart from the reporters' own list. */
export const hiddenCharacters =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/u;
