/** The colours, light and dark: of each pair the first is read on the second. */
export const colours = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --text: #1b1f24; --quiet: #57606a; --link: #0a4fa8;
  --pass: #116329; --pass-back: #dcf7e3;
  --fail: #a40e26; --fail-back: #ffe9e7;
  --warn: #744500; --warn-back: #fff1cc;
  --info: #0a4fa8; --info-back: #e0f1ff;
  --skip: #424a53; --skip-back: #eaeef2;
  --inconclusive: #5e3dae; --inconclusive-back: #f0e8ff;
  --error: #ffffff; --error-back: #a40e26;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --panel: #161b22; --line: #353c45; --text: #e6edf3; --quiet: #a2acb7; --link: #8fc4ff;
    --pass: #7ee2a0; --pass-back: #10301d;
    --fail: #ffa198; --fail-back: #401418;
    --warn: #f2cc60; --warn-back: #342800;
    --info: #9ecbff; --info-back: #0c2d4f;
    --skip: #c0c8d0; --skip-back: #262c33;
    --inconclusive: #d2b6ff; --inconclusive-back: #2d1d4c;
    --error: #0d1117; --error-back: #ffa198;
  }
}
`;
