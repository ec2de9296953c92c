echo "größe: $(wc -c <'datei ü')" ünquoted && sh -c 'echo "äö" | tee ß'
pip install 'café==1.0'
