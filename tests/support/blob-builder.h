/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BLOB_BUILDER_H
#define BLOB_BUILDER_H

#include <glib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"

/* Weights in the making. Begins with blob_builder_init(). */
typedef struct
{
  GByteArray *headers, *values;
  guint32 n;
} BlobBuilder;

static inline void
blob_builder_init (BlobBuilder *self)
{
  *self = (BlobBuilder){ g_byte_array_new (), g_byte_array_new (), 0 };
}

/* Adds the tensor @name of @n_dims @dims with @values. */
static inline void
blob_builder_add (BlobBuilder *self, const char *name, guint32 n_dims, const size_t *dims, const float *values)
{
  char padded[32] = { 0 };
  guint32 header[5] = { n_dims, 1, 1, 1, 1 };
  size_t n = 1;

  g_strlcpy (padded, name, sizeof padded);
  for (guint32 i = 0; i < n_dims; i++)
    {
      header[i + 1] = (guint32) dims[i];
      n *= dims[i];
    }
  g_byte_array_append (self->headers, (const guint8 *) padded, sizeof padded);
  g_byte_array_append (self->headers, (const guint8 *) header, sizeof header);
  g_byte_array_append (self->values, (const guint8 *) values, (guint) (n * sizeof *values));
  self->n++;
}

/* The weights; frees what the builder has. */
static inline CtWeights *
blob_builder_finish (BlobBuilder *self)
{
  g_autoptr (GByteArray) blob = g_byte_array_new ();
  guint64 hash = 0xcbf29ce484222325u;
  CtWeights *weights;

  g_byte_array_append (blob, (const guint8 *) "CTWEIGHT\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24);
  g_byte_array_append (blob, self->headers->data, self->headers->len);
  g_byte_array_append (blob, self->values->data, self->values->len);
  for (guint i = 24; i < blob->len; i++)
    hash = (hash ^ blob->data[i]) * 0x100000001b3u;
  memcpy (blob->data + 12, &self->n, 4);
  memcpy (blob->data + 16, &hash, 8);
  g_assert_cmpint (ct_weights_new_from_data (blob->data, blob->len, &weights), ==, CT_STATUS_OK);
  g_byte_array_unref (self->headers);
  g_byte_array_unref (self->values);
  return weights;
}

#endif
