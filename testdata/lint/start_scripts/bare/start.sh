exec /app/serve
