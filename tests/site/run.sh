#!/bin/bash
# run.sh SOURCE OUT TOOLS_DIR: make-gallery runs the tutorial and the first pipe, with trainers that stop after a few steps, and the site with what
# they made is whole and shows that.
source=$1
out=$2
tools=$(cd "$3" && pwd) || exit 2
for program in python3 mandoc; do command -v $program >/dev/null || { echo "skipped: no $program"; exit 77; }; done
rm -rf "$out"
mkdir -p "$out/tools"
names=()
for tool in "$tools"/*; do
    [ -f "$tool" ] && [ -x "$tool" ] || continue
    names+=("$tool")
    short=$out/tools/${tool##*/}
    case $tool in
        *-train)
            cat >"$short" <<END
#!/bin/bash
words=()
for word; do
    [ "\$word" = --epochs ] && word=--steps
    words+=("\$word")
done
exec "$tool" "\${words[@]}"
END
            chmod +x "$short"
            ;;
        *) ln -s "$tool" "$short" ;;
    esac
done
"$source/site/make-gallery" "$source" "$out/tools" "$out/gallery" pipe first-hour || { tail -n 5 "$out"/gallery/work/*/log; exit 1; }
"$source/site/make-site" "$source" "$out/site" "$out/gallery" "${names[@]}" && "$(dirname "$0")/pages.py" "$out/site" || exit 1
for file in gallery.html first-hour.html; do
    grep -q ' of processor time) on ' "$out/site/$file" || { echo "$file does not say what it took"; exit 1; }
done
for product in pipe/pipe.png first-hour/report.html first-hour/plane.png; do
    cmp "$out/gallery/$product" "$out/site/runs/$product" || exit 1
done
