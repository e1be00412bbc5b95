# Says whether the job lacks a Node that swf-conformance runs on: 22.19 or later, as in its package.json.
found=$(node --version 2>/dev/null || echo v0.0.0)
IFS=. read -r major minor _ <<<"${found#v}"
if [ "$major" -gt 22 ] || { [ "$major" -eq 22 ] && [ "$minor" -ge 19 ]; }; then
  missing=false
else
  missing=true
fi
echo "missing=$missing" >>"$GITHUB_OUTPUT"
