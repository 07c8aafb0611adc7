# Lines "case builder seconds peak-in-KiB" become one table, in the order they came.
{
  key = $1 SUBSEP $2
  if (!(key in count)) {
    order[++rows] = key
  }
  seconds[key, ++count[key]] = $3
  if ($4 > peak[key]) {
    peak[key] = $4
  }
}

function median(key,    n, i, j, swap, sorted) {
  n = count[key]
  for (i = 1; i <= n; i++) {
    sorted[i] = seconds[key, i]
  }
  for (i = 1; i <= n; i++) {
    for (j = i + 1; j <= n; j++) {
      if (sorted[j] < sorted[i]) {
        swap = sorted[i]; sorted[i] = sorted[j]; sorted[j] = swap
      }
    }
  }
  return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

function ratio(name, builder, value,    key) {
  key = name SUBSEP builder
  return (key in count) && median(key) > 0 ? sprintf("%.2f", value / median(key)) : "-"
}

END {
  format = "%-22s %-9s %9s %9s %9s %9s %5s\n"
  printf format, "case", "builder", "seconds", "peak MB", "/buildah", "/docker", "runs"
  for (i = 1; i <= rows; i++) {
    split(order[i], part, SUBSEP)
    value = median(order[i])
    printf format, part[1], part[2], sprintf("%.2f", value), sprintf("%.0f", peak[order[i]] / 1024), \
      ratio(part[1], "buildah", value), ratio(part[1], "docker", value), count[order[i]]
  }
}
