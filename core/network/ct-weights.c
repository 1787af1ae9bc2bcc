/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/network/ct-weights.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/ct-regular-file.h"

#define MAGIC "CTWEIGHT"
#define VERSION 1
#define MAX_TENSORS 256
#define MAX_SIZE (16u << 20)
#define NAME_SIZE 32
#define HEADER_SIZE 24
#define ENTRY_SIZE (NAME_SIZE + 20)
#define MAX_DIMS 4
#define EMPTY_HASH 0xcbf29ce484222325u

typedef struct
{
  char name[NAME_SIZE];
  size_t n_dims;
  size_t dims[MAX_DIMS];
  size_t at; /* of its first value */
  size_t n;
} Tensor;

struct _CtWeights
{
  Tensor *tensors; /* [n_tensors] */
  size_t n_tensors;
  float *values; /* [n_values] */
  size_t n_values;
};

/* made by the build from resources/model.weights */
extern const unsigned char ct_weights_builtin_data[];
extern const size_t ct_weights_builtin_size;

static uint32_t
read_u32 (const unsigned char *p)
{
  return p[0] | (uint32_t) p[1] << 8 | (uint32_t) p[2] << 16 | (uint32_t) p[3] << 24;
}

static uint64_t
fnv1a (uint64_t hash, const void *data, size_t n)
{
  const unsigned char *p = data;

  for (size_t i = 0; i < n; i++)
    hash = (hash ^ p[i]) * 0x100000001b3u;
  return hash;
}

/* Reads one header; false where it does not make sense or its values pass @values_left. */
static bool
read_tensor (const unsigned char *p, size_t at, size_t values_left, Tensor *tensor)
{
  size_t n = 1;

  memcpy (tensor->name, p, NAME_SIZE);
  tensor->n_dims = read_u32 (p + NAME_SIZE);
  if (tensor->name[0] == '\0' || tensor->name[NAME_SIZE - 1] != '\0' || tensor->n_dims < 1 || tensor->n_dims > MAX_DIMS)
    return false;
  for (size_t d = 0; d < MAX_DIMS; d++)
    {
      size_t dim = read_u32 (p + NAME_SIZE + 4 + 4 * d);

      if (dim < 1 || dim > values_left || n > values_left / dim || (d >= tensor->n_dims && dim != 1))
        return false;
      tensor->dims[d] = dim;
      n *= dim;
    }
  tensor->at = at;
  tensor->n = n;
  return true;
}

static CtStatus
read_tensors (CtWeights *self, const unsigned char *p)
{
  size_t at = 0;

  for (size_t i = 0; i < self->n_tensors; i++, p += ENTRY_SIZE)
    {
      if (!read_tensor (p, at, self->n_values - at, &self->tensors[i]))
        return CT_STATUS_BAD_WEIGHTS;
      at += self->tensors[i].n;
    }
  if (at != self->n_values)
    return CT_STATUS_BAD_WEIGHTS;
  for (size_t i = 0; i < self->n_values; i++)
    {
      uint32_t bits = read_u32 (p + 4 * i);

      memcpy (&self->values[i], &bits, 4);
      if (!isfinite (self->values[i]))
        return CT_STATUS_BAD_WEIGHTS;
    }
  return CT_STATUS_OK;
}

CtStatus
ct_weights_new_from_data (const void *data, size_t size, CtWeights **out)
{
  const unsigned char *p = data;
  size_t n_tensors;
  uint64_t hash;
  CtWeights *self;
  CtStatus status;

  if (size < HEADER_SIZE || size > MAX_SIZE || memcmp (p, MAGIC, 8) != 0 || read_u32 (p + 8) != VERSION)
    return CT_STATUS_BAD_WEIGHTS;
  n_tensors = read_u32 (p + 12);
  hash = read_u32 (p + 16) | (uint64_t) read_u32 (p + 20) << 32;
  if (n_tensors > MAX_TENSORS || size < HEADER_SIZE + n_tensors * ENTRY_SIZE || size % 4
      || hash != fnv1a (EMPTY_HASH, p + HEADER_SIZE, size - HEADER_SIZE))
    return CT_STATUS_BAD_WEIGHTS;

  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->n_tensors = n_tensors;
  self->n_values = (size - HEADER_SIZE - n_tensors * ENTRY_SIZE) / 4;
  self->tensors = calloc (n_tensors + 1, sizeof *self->tensors);
  self->values = calloc (self->n_values + 1, sizeof *self->values);
  status = self->tensors && self->values ? read_tensors (self, p + HEADER_SIZE) : CT_STATUS_NO_MEMORY;
  if (status != CT_STATUS_OK)
    {
      ct_weights_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

CtStatus
ct_weights_new_builtin (CtWeights **out)
{
  return ct_weights_new_from_data (ct_weights_builtin_data, ct_weights_builtin_size, out);
}

static CtStatus
open_file (const char *path, FILE **out)
{
  int fd;
  int64_t n_bytes;
  CtStatus status = ct_regular_file_open (path, &fd, &n_bytes);

  if (status != CT_STATUS_OK)
    return status;
  *out = fdopen (fd, "rb");
  if (*out)
    return CT_STATUS_OK;
  close (fd);
  return CT_STATUS_NO_MEMORY;
}

CtStatus
ct_weights_new_from_file (const char *path, CtWeights **out)
{
  FILE *file = NULL;
  unsigned char *data = NULL;
  CtStatus status = open_file (path, &file);

  if (status != CT_STATUS_OK)
    return status;
  data = malloc (MAX_SIZE + 1);
  if (!data)
    status = CT_STATUS_NO_MEMORY;
  else
    {
      size_t n = fread (data, 1, MAX_SIZE + 1, file);

      status = ferror (file) ? ct_status_from_errno (errno) : ct_weights_new_from_data (data, n, out);
    }
  free (data);
  fclose (file);
  return status;
}

void
ct_weights_free (CtWeights *self)
{
  if (!self)
    return;
  free (self->tensors);
  free (self->values);
  free (self);
}

static const Tensor *
find (const CtWeights *self, const char *name)
{
  for (size_t i = 0; i < self->n_tensors; i++)
    if (strcmp (self->tensors[i].name, name) == 0)
      return &self->tensors[i];
  return NULL;
}

const float *
ct_weights_get (const CtWeights *self, const char *name, size_t n_dims, const size_t *dims)
{
  const Tensor *tensor = find (self, name);

  if (!tensor || tensor->n_dims != n_dims || memcmp (tensor->dims, dims, n_dims * sizeof *dims) != 0)
    return NULL;
  return self->values + tensor->at;
}

size_t
ct_weights_length (const CtWeights *self, const char *name)
{
  const Tensor *tensor = find (self, name);

  return tensor ? tensor->dims[0] : 0;
}

static bool
begins_with (const Tensor *tensor, const char *prefix)
{
  return strncmp (tensor->name, prefix, strlen (prefix)) == 0;
}

uint64_t
ct_weights_fingerprint (const CtWeights *self, const char *prefix)
{
  uint64_t hash = EMPTY_HASH;

  for (size_t i = 0; i < self->n_tensors; i++)
    {
      const Tensor *tensor = &self->tensors[i];

      if (!begins_with (tensor, prefix))
        continue;
      hash = fnv1a (hash, tensor->name, strlen (tensor->name) + 1);
      hash = fnv1a (hash, tensor->dims, sizeof tensor->dims);
      hash = fnv1a (hash, self->values + tensor->at, tensor->n * sizeof *self->values);
    }
  return hash ? hash : 1;
}

size_t
ct_weights_n_parameters (const CtWeights *self, const char *prefix)
{
  size_t n = 0;

  for (size_t i = 0; i < self->n_tensors; i++)
    if (begins_with (&self->tensors[i], prefix))
      n += self->tensors[i].n;
  return n;
}
