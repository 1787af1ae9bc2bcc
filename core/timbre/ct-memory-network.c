/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-memory-network.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/network/ct-simd-private.h"
#include "core/timbre/ct-memory-relation-private.h"

#define EMBEDDING CT_EMBEDDING_SIZE
#define GROUP CT_SIMD_CHANNELS /* numbers that the kernels make at once */
#define RELATIONS CT_MEMORY_RELATIONS
#define RELATION_HIDDEN GROUP
#define MAX_WIDTH (4 * EMBEDDING)
#define MAX_LAYERS 8
#define MAX_HEADS 16
#define MAX_HIDDEN 256
#define TILE 32 /* notes that ask at a time */

/* A layer that takes every note by itself. */
typedef struct
{
  const float *weights; /* [n_out / GROUP][n_in][GROUP] */
  const float *bias;    /* [n_out] */
  size_t n_in, n_out;
} Dense;

/* One recall, and the dense step after it. */
typedef struct
{
  Dense query, stored; /* stored: keys, then values */
  Dense merge, dense1, dense2;
} Layer;

struct _CtMemoryNetwork
{
  const CtSimdKernels *kernels;
  size_t width; /* numbers of a note in the memory: its embedding, once or several times */
  size_t n_layers, n_heads, n_hidden;
  Layer layers[MAX_LAYERS];
  Dense output;
  float relation[RELATION_HIDDEN][RELATIONS + 1];       /* to the hidden part of a bias; last its own bias */
  float heads[MAX_LAYERS * MAX_HEADS][RELATION_HIDDEN]; /* and from it to the biases of every layer's heads */
  float *weights;                                       /* of all dense layers */
};

static const ptrdiff_t in_place = 0; /* the only tap of a dense layer */
static const float no_bias[GROUP];

/* ---- making ---- */

static const float *
get (const CtWeights *weights, const char *name, const char *part, size_t n_dims, const size_t *dims)
{
  char full[64];

  snprintf (full, sizeof full, "memory.%s.%s", name, part);
  return ct_weights_get (weights, full, n_dims, dims);
}

/* Copies the weights to *@room, GROUP outputs together. */
static bool
set_dense (const CtWeights *weights, const char *name, size_t n_in, size_t n_out, float **room, Dense *dense)
{
  const float *weight = get (weights, name, "weight", 2, (size_t[]){ n_in, n_out });

  *dense = (Dense){ *room, get (weights, name, "bias", 1, &n_out), n_in, n_out };
  if (!weight || !dense->bias)
    return false;
  for (size_t first = 0; first < n_out; first += GROUP)
    for (size_t i = 0; i < n_in; i++, *room += GROUP)
      memcpy (*room, weight + i * n_out + first, GROUP * sizeof **room);
  return true;
}

/* The outputs of @dense from @first on. */
static Dense
part_of (const Dense *dense, size_t first, size_t n_out)
{
  return (Dense){ dense->weights + first * dense->n_in, dense->bias + first, dense->n_in, n_out };
}

static bool
set_layer (CtMemoryNetwork *self, const CtWeights *weights, size_t number, float **room)
{
  Layer *layer = &self->layers[number];
  Dense recall;
  char name[4][40];
  const char *const parts[4] = { "recall", "merge", "dense1", "dense2" };
  const float *heads;
  size_t width = self->width;

  for (size_t i = 0; i < 4; i++)
    snprintf (name[i], sizeof name[i], "layer%zu.%s", number + 1, parts[i]);
  if (!set_dense (weights, name[0], width, 3 * width, room, &recall)
      || !set_dense (weights, name[1], width, width, room, &layer->merge)
      || !set_dense (weights, name[2], width, self->n_hidden, room, &layer->dense1)
      || !set_dense (weights, name[3], self->n_hidden, width, room, &layer->dense2))
    return false;
  layer->query = part_of (&recall, 0, width);
  layer->stored = part_of (&recall, width, 2 * width);
  snprintf (name[0], sizeof name[0], "layer%zu.relation", number + 1);
  heads = get (weights, name[0], "weight", 2, (size_t[]){ RELATION_HIDDEN, self->n_heads });
  for (size_t i = 0; heads && i < RELATION_HIDDEN; i++)
    for (size_t head = 0; head < self->n_heads; head++)
      self->heads[number * self->n_heads + head][i] = heads[i * self->n_heads + head];
  return heads != NULL;
}

/* How wide the memory is, and how many layers there are, of how many heads, is what the tensors say. */
static bool
find_shape (CtMemoryNetwork *self, const CtWeights *weights)
{
  char name[40] = "memory.layer1.recall.weight";

  while (ct_weights_length (weights, name) > 0)
    snprintf (name, sizeof name, "memory.layer%zu.recall.weight", ++self->n_layers + 1);
  for (size_t n = 1; n <= MAX_HEADS && self->n_heads == 0; n++)
    if (get (weights, "layer1.relation", "weight", 2, (size_t[]){ RELATION_HIDDEN, n }))
      self->n_heads = n;
  self->n_hidden = ct_weights_length (weights, "memory.layer1.dense2.weight");
  self->width = ct_weights_length (weights, "memory.output.weight");
  return self->n_layers >= 1 && self->n_layers <= MAX_LAYERS && self->width > 0 && self->width % EMBEDDING == 0
         && self->width <= MAX_WIDTH && self->n_heads > 0 && self->width % self->n_heads == 0
         && self->width / self->n_heads <= GROUP && self->n_hidden > 0 && self->n_hidden % GROUP == 0
         && self->n_hidden <= MAX_HIDDEN;
}

static CtStatus
set_layers (CtMemoryNetwork *self, const CtWeights *weights)
{
  const float *relation = get (weights, "relation", "weight", 2, (size_t[]){ RELATIONS, RELATION_HIDDEN });
  const float *bias = get (weights, "relation", "bias", 1, (size_t[]){ RELATION_HIDDEN });
  float *room;

  if (!relation || !bias || !find_shape (self, weights))
    return CT_STATUS_BAD_WEIGHTS;
  for (size_t i = 0; i < RELATION_HIDDEN; i++)
    {
      for (size_t j = 0; j < RELATIONS; j++)
        self->relation[i][j] = relation[j * RELATION_HIDDEN + i];
      self->relation[i][RELATIONS] = bias[i];
    }
  self->weights = malloc (self->width * (self->n_layers * (4 * self->width + 2 * self->n_hidden) + CT_TIMBRE_SIZE)
                          * sizeof *self->weights);
  room = self->weights;
  if (!room)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n_layers; i++)
    if (!set_layer (self, weights, i, &room))
      return CT_STATUS_BAD_WEIGHTS;
  return set_dense (weights, "output", self->width, CT_TIMBRE_SIZE, &room, &self->output) ? CT_STATUS_OK
                                                                                          : CT_STATUS_BAD_WEIGHTS;
}

CtStatus
ct_memory_network_new (const CtWeights *weights, CtSimdLevel level, CtMemoryNetwork **out)
{
  CtMemoryNetwork *self;
  CtStatus status;

  *out = NULL;
  if (!ct_simd_level_supported (level))
    return CT_STATUS_BAD_ARGUMENT;
  if (ct_weights_length (weights, "memory.relation.weight") == 0)
    return CT_STATUS_OK;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->kernels = ct_simd_kernels (level);
  status = set_layers (self, weights);
  if (status == CT_STATUS_OK)
    *out = self;
  else
    ct_memory_network_free (self);
  return status;
}

void
ct_memory_network_free (CtMemoryNetwork *self)
{
  if (!self)
    return;
  free (self->weights);
  free (self);
}

/* ---- running ---- */

/* What the patterns of a recording leave behind for those that ask. */
typedef struct
{
  const CtMemoryNetwork *network;
  CtMemoryPlaces places;
  size_t n, n_padded; /* to whole blocks */
  size_t head_width;
  float *keys;   /* [layer][head][block][head_width][CT_MEMORY_BLOCK] */
  float *values; /* [layer][head][n_padded][GROUP], of which head_width count */
} Recording;

/* Notes that ask. */
typedef struct
{
  float *x;         /* [n][width] */
  float *exponents; /* [n][layer][head][n_padded]: first biases, then what is recalled of each pattern */
  size_t n;
} Notes;

static void
run_dense (const CtMemoryNetwork *network,
           const Dense *dense,
           const float *in,
           const float *residual,
           bool rectify,
           float *out,
           size_t n)
{
  for (size_t first = 0; first < dense->n_out; first += GROUP)
    {
      CtConvolution group = { dense->weights + first * dense->n_in, dense->bias + first, &in_place, 1, dense->n_in };

      (rectify ? network->kernels->convolve : network->kernels->transform) (&group, in, dense->n_in,
                                                                            residual ? residual + first : NULL,
                                                                            out + first, dense->n_out, n);
    }
}

/* Scales the @n vectors of @width numbers at @x to mean 0 and variance 1. */
static void
normalise (const float *x, size_t width, size_t n, float *normal)
{
  for (size_t i = 0; i < n; i++, x += width, normal += width)
    {
      float mean = 0, variance = 0, scale;

      for (size_t j = 0; j < width; j++)
        mean += x[j];
      mean /= (float) width;
      for (size_t j = 0; j < width; j++)
        variance += (x[j] - mean) * (x[j] - mean);
      scale = 1 / sqrtf (variance / (float) width + 1e-5f);
      for (size_t j = 0; j < width; j++)
        normal[j] = (x[j] - mean) * scale;
    }
}

static size_t
row_length (const Recording *self)
{
  return self->network->n_layers * self->network->n_heads * self->n_padded;
}

/* Computes the biases of a note at @place towards all patterns: [layer][head][n_padded]. The kernels take the relations
 * to a block of patterns as their weights, so that these come out side by side. */
static void
compute_biases (const Recording *self, const CtMemoryPlace *place, float *biases)
{
  const CtMemoryNetwork *network = self->network;

  for (size_t first = 0; first < self->n_padded; first += CT_MEMORY_BLOCK)
    {
      float relations[RELATIONS + 1][CT_MEMORY_BLOCK], hidden[RELATION_HIDDEN][CT_MEMORY_BLOCK];
      CtConvolution to_hidden = { relations[0], no_bias, &in_place, 1, RELATIONS + 1 };
      CtConvolution to_heads = { hidden[0], no_bias, &in_place, 1, RELATION_HIDDEN };

      ct_memory_relate (&self->places, first, place, relations[0]);
      network->kernels->convolve (&to_hidden, network->relation[0], RELATIONS + 1, NULL, hidden[0], CT_MEMORY_BLOCK,
                                  RELATION_HIDDEN);
      network->kernels->transform (&to_heads, network->heads[0], RELATION_HIDDEN, NULL, biases + first, self->n_padded,
                                   network->n_layers * network->n_heads);
    }
}

/* Keeps keys and values of the patterns, whose x before layer @number these are, @x [n][width]. */
static void
store_patterns (Recording *self, size_t number, const float *x)
{
  const CtMemoryNetwork *network = self->network;
  size_t width = network->width, of_head = self->head_width, size = network->n_heads * self->n_padded;
  float *keys = self->keys + number * size * of_head, *values = self->values + number * size * GROUP;

  for (size_t first = 0; first < self->n; first += TILE)
    {
      size_t n = self->n - first < TILE ? self->n - first : TILE;
      float normal[TILE * MAX_WIDTH], stored[TILE * 2 * MAX_WIDTH];

      normalise (x + first * width, width, n, normal);
      run_dense (network, &network->layers[number].stored, normal, NULL, false, stored, n);
      for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < width; j++)
          {
            size_t head = j / of_head, pattern = first + i;

            keys[head * self->n_padded * of_head + (pattern / CT_MEMORY_BLOCK * of_head + j % of_head) * CT_MEMORY_BLOCK
                 + pattern % CT_MEMORY_BLOCK]
                = stored[2 * i * width + j];
            values[(head * self->n_padded + pattern) * GROUP + j % of_head] = stored[(2 * i + 1) * width + j];
          }
    }
}

/* Turns the exponents of @n patterns into powers of e, up to a common factor; nothing behind the last pattern. Returns
 * their sum. */
static float
soften (const CtSimdKernels *kernels, float *exponents, size_t n, size_t n_padded)
{
  for (size_t i = n; i < n_padded; i++)
    exponents[i] = -FLT_MAX;
  return kernels->soften (exponents, n_padded);
}

/* What head @head of layer @number recalls for at most TILE notes with @queries [n][width]; into @recalled,
 * [n][width]. */
static void
recall_head (const Recording *self,
             size_t number,
             size_t head,
             const Notes *notes,
             const float *queries,
             float *recalled)
{
  const CtSimdKernels *kernels = self->network->kernels;
  size_t width = self->network->width, of_head = self->head_width, row = row_length (self),
         at = number * self->network->n_heads + head;
  const float *keys = self->keys + at * self->n_padded * of_head;
  CtConvolution values = { self->values + at * self->n_padded * GROUP, no_bias, &in_place, 1, self->n_padded };
  float *exponents = notes->exponents + at * self->n_padded, sums[TILE][GROUP], total[TILE] = { 0 };

  for (size_t first = 0; first < self->n_padded; first += CT_MEMORY_BLOCK)
    {
      CtConvolution block = { keys + first * of_head, no_bias, &in_place, 1, of_head };

      kernels->transform (&block, queries + head * of_head, width, exponents + first, exponents + first, row, notes->n);
    }
  for (size_t i = 0; i < notes->n; i++)
    total[i] = soften (kernels, exponents + i * row, self->n, self->n_padded);
  kernels->transform (&values, exponents, row, NULL, sums[0], GROUP, notes->n);
  for (size_t i = 0; i < notes->n; i++)
    for (size_t j = 0; j < of_head; j++)
      recalled[i * width + head * of_head + j] = sums[i][j] / total[i];
}

/* Layer @number for at most TILE notes. */
static void
run_layer (const Recording *self, size_t number, const Notes *notes)
{
  const CtMemoryNetwork *network = self->network;
  const Layer *layer = &network->layers[number];
  float normal[TILE * MAX_WIDTH], other[TILE * MAX_HIDDEN];

  normalise (notes->x, network->width, notes->n, normal);
  run_dense (network, &layer->query, normal, NULL, false, other, notes->n);
  for (size_t head = 0; head < network->n_heads; head++)
    recall_head (self, number, head, notes, other, normal);
  run_dense (network, &layer->merge, normal, notes->x, false, notes->x, notes->n);
  normalise (notes->x, network->width, notes->n, normal);
  run_dense (network, &layer->dense1, normal, NULL, true, other, notes->n);
  run_dense (network, &layer->dense2, other, notes->x, false, notes->x, notes->n);
}

/* The notes from @first on, at most TILE of them. */
static Notes
tile_of (const Recording *self, const Notes *notes, size_t first)
{
  size_t left = notes->n - first;

  return (Notes){ notes->x + first * self->network->width, notes->exponents + first * row_length (self),
                  left < TILE ? left : TILE };
}

static void
read_note (const Recording *self, const float *embedding, const CtMemoryPlace *place, const Notes *notes, size_t i)
{
  size_t width = self->network->width;

  for (size_t j = 0; j < width; j++)
    notes->x[i * width + j] = sqrtf (EMBEDDING) * embedding[j % EMBEDDING];
  compute_biases (self, place, notes->exponents + i * row_length (self));
}

/* Into @timbre, [CT_TIMBRE_SIZE]. */
static void
write_timbre (const Recording *self, const float *x, float *timbre)
{
  float square = 0;

  run_dense (self->network, &self->network->output, x, NULL, false, timbre, 1);
  for (size_t i = 0; i < CT_TIMBRE_SIZE; i++)
    square += timbre[i] * timbre[i];
  for (size_t i = 0; i < CT_TIMBRE_SIZE; i++)
    timbre[i] = square > 1e-20f ? timbre[i] / sqrtf (square) : i == 0; /* without a direction any will do */
}

/* A run over a recording. */
typedef struct
{
  const float *embeddings;
  const CtNote *notes;
  const int *fixed;
  const CtTimbrePatterns *patterns;
  float *timbres;
} Run;

static CtMemoryPlace
place_of (const Run *run, size_t note)
{
  return ct_memory_place (&run->notes[note], run->fixed ? run->fixed[note] : -1);
}

/* @asking has room for all patterns. */
static void
run_patterns (const Run *run, Recording *recording, const Notes *asking)
{
  const size_t *notes = run->patterns->notes;

  for (size_t i = 0; i < recording->n_padded; i++)
    {
      CtMemoryPlace place = place_of (run, notes[i < recording->n ? i : recording->n - 1]);

      ct_memory_places_set (&recording->places, i, &place);
    }
  for (size_t i = 0; i < asking->n; i++)
    {
      CtMemoryPlace place = place_of (run, notes[i]);

      read_note (recording, run->embeddings + notes[i] * EMBEDDING, &place, asking, i);
    }
  for (size_t number = 0; number < recording->network->n_layers; number++)
    {
      store_patterns (recording, number, asking->x);
      for (size_t first = 0; first < asking->n; first += TILE)
        {
          Notes tile = tile_of (recording, asking, first);

          run_layer (recording, number, &tile);
        }
    }
  for (size_t i = 0; i < asking->n; i++)
    write_timbre (recording, asking->x + i * recording->network->width, run->timbres + notes[i] * CT_TIMBRE_SIZE);
}

/* The notes named in @others ([n], at most TILE), which are no patterns. */
static void
run_others (const Run *run, const Recording *recording, const Notes *asking, const size_t *others, size_t n)
{
  Notes tile = { asking->x, asking->exponents, n };

  for (size_t i = 0; i < n; i++)
    {
      CtMemoryPlace place = place_of (run, others[i]);

      read_note (recording, run->embeddings + others[i] * EMBEDDING, &place, &tile, i);
    }
  for (size_t number = 0; number < recording->network->n_layers; number++)
    run_layer (recording, number, &tile);
  for (size_t i = 0; i < n; i++)
    write_timbre (recording, tile.x + i * recording->network->width, run->timbres + others[i] * CT_TIMBRE_SIZE);
}

static void
run_all (const Run *run, Recording *recording, const Notes *asking, bool *is_pattern, size_t n)
{
  size_t others[TILE], n_others = 0;

  run_patterns (run, recording, asking);
  for (size_t i = 0; i < recording->n; i++)
    is_pattern[run->patterns->notes[i]] = true;
  for (size_t i = 0; i < n; i++)
    {
      if (!is_pattern[i])
        others[n_others++] = i;
      if (n_others == TILE || (i + 1 == n && n_others > 0))
        {
          run_others (run, recording, asking, others, n_others);
          n_others = 0;
        }
    }
}

/* Room for the patterns, or for a tile of other notes where that is more. */
static CtStatus
allocate (Recording *self, Notes *asking)
{
  size_t heads = self->network->n_layers * self->network->n_heads, room = self->n < TILE ? TILE : self->n;

  self->keys = calloc (heads * self->n_padded * self->head_width, sizeof *self->keys);
  self->values = calloc (heads * self->n_padded * GROUP, sizeof *self->values);
  asking->x = malloc (room * self->network->width * sizeof *asking->x);
  asking->exponents = malloc (room * row_length (self) * sizeof *asking->exponents);
  return self->keys && self->values && asking->x && asking->exponents ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

/* Without patterns there is nothing to recall, and no timbre to tell from another. */
static void
write_nothing (float *timbres, size_t n)
{
  memset (timbres, 0, n * CT_TIMBRE_SIZE * sizeof *timbres);
  for (size_t i = 0; i < n; i++)
    timbres[i * CT_TIMBRE_SIZE] = 1;
}

CtStatus
ct_memory_network_run (const CtMemoryNetwork *self,
                       const float *embeddings,
                       const CtNote *notes,
                       const int *fixed,
                       size_t n,
                       const CtTimbrePatterns *patterns,
                       float *timbres)
{
  const Run run = { embeddings, notes, fixed, patterns, timbres };
  Recording *recording;
  Notes asking = { .n = patterns->n };
  bool *is_pattern;
  CtStatus status = CT_STATUS_NO_MEMORY;

  if (patterns->n == 0)
    {
      write_nothing (timbres, n);
      return CT_STATUS_OK;
    }
  recording = calloc (1, sizeof *recording);
  is_pattern = calloc (n, sizeof *is_pattern);
  if (recording && is_pattern)
    {
      recording->network = self;
      recording->n = patterns->n;
      recording->n_padded = (patterns->n + CT_MEMORY_BLOCK - 1) / CT_MEMORY_BLOCK * CT_MEMORY_BLOCK;
      recording->head_width = self->width / self->n_heads;
      status = allocate (recording, &asking);
    }
  if (status == CT_STATUS_OK)
    run_all (&run, recording, &asking, is_pattern, n);
  if (recording)
    {
      free (recording->keys);
      free (recording->values);
    }
  free (recording);
  free (asking.x);
  free (asking.exponents);
  free (is_pattern);
  return status;
}
