/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_BYTES_PRIVATE_H
#define CT_BYTES_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

/* The number that @n bytes are, up to 8. */
static inline uint64_t
ct_bytes_get (const unsigned char *bytes, int n, bool big_endian)
{
  uint64_t value = 0;

  for (int i = 0; i < n; i++)
    value = value << 8 | bytes[big_endian ? i : n - 1 - i];
  return value;
}

/* Writes a number as @n bytes. */
static inline void
ct_bytes_put (unsigned char *bytes, int n, bool big_endian, uint64_t value)
{
  for (int i = 0; i < n; i++, value >>= 8)
    bytes[big_endian ? n - 1 - i : i] = (unsigned char) value;
}

/* Writes the characters of a mark, without the zero behind them. */
static inline void
ct_bytes_put_text (unsigned char *bytes, const char *text)
{
  for (; *text; text++)
    *bytes++ = (unsigned char) *text;
}

#endif
