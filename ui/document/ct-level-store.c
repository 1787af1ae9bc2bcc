/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-level-store.h"

#include <string.h>

#include "core/transform/ct-cqt.h"

#define N_MIPS 12 /* the coarsest frame covers 2,048 frames: 24 s */
#define BLOCK_FRAMES 1024

/* The frames of one mip level, in blocks that never move. */
typedef struct
{
  GPtrArray *blocks; /* guint8 [BLOCK_FRAMES][CT_CQT_BINS] */
  gsize n_frames;
} Mip;

struct _CtLevelStore
{
  GObject parent_instance;

  Mip mips[N_MIPS];
  guint64 histogram[256];
};

static guint grown_signal;

G_DEFINE_FINAL_TYPE (CtLevelStore, ct_level_store, G_TYPE_OBJECT)

static guint8 *
mip_frame (const Mip *mip, gsize index)
{
  return (guint8 *) g_ptr_array_index (mip->blocks, index / BLOCK_FRAMES) + index % BLOCK_FRAMES * CT_CQT_BINS;
}

/* Appends one frame and returns it. */
static guint8 *
add_frame (Mip *mip)
{
  if (mip->n_frames % BLOCK_FRAMES == 0)
    g_ptr_array_add (mip->blocks, g_malloc (BLOCK_FRAMES * CT_CQT_BINS));
  return mip_frame (mip, mip->n_frames++);
}

/* Merges @levels, frame @index of level @mip - 1, into the coarser levels. */
static void
take_in (CtLevelStore *self, guint mip, gsize index, const guint8 *levels)
{
  for (; mip < N_MIPS; mip++, index /= 2)
    {
      gsize coarse = index / 2;

      if (coarse == self->mips[mip].n_frames)
        memcpy (add_frame (&self->mips[mip]), levels, CT_CQT_BINS);
      else
        {
          guint8 *there = mip_frame (&self->mips[mip], coarse);

          for (guint bin = 0; bin < CT_CQT_BINS; bin++)
            there[bin] = MAX (there[bin], levels[bin]);
        }
    }
}

static guint8
to_display (guint16 level)
{
  int value = (int) level * CT_LEVEL_STORE_STEPS_PER_DB / CT_LEVEL_STEPS_PER_DB
              + (CT_LEVEL_MIN_DB - CT_LEVEL_STORE_MIN_DB) * CT_LEVEL_STORE_STEPS_PER_DB;

  return (guint8) CLAMP (value, 0, 255);
}

static void
append_frame (CtLevelStore *self, const guint16 *levels)
{
  gsize index = self->mips[0].n_frames;
  guint8 *frame = add_frame (&self->mips[0]);

  for (guint bin = 0; bin < CT_CQT_BINS; bin++)
    {
      frame[bin] = to_display (levels[bin]);
      self->histogram[frame[bin]]++;
    }
  take_in (self, 1, index, frame);
}

void
ct_level_store_append (CtLevelStore *self, const guint16 *levels, gsize n_frames)
{
  gsize first;

  g_return_if_fail (CT_IS_LEVEL_STORE (self));
  first = self->mips[0].n_frames;
  for (gsize i = 0; i < n_frames; i++)
    append_frame (self, levels + i * CT_CQT_BINS);
  if (n_frames > 0)
    g_signal_emit (self, grown_signal, 0, (guint) first, (guint) n_frames);
}

void
ct_level_store_complete (CtLevelStore *self, const CtSpectrogram *spectrogram)
{
  gsize first, n_frames;

  g_return_if_fail (CT_IS_LEVEL_STORE (self));
  first = self->mips[0].n_frames;
  n_frames = ct_spectrogram_n_frames (spectrogram);
  for (gsize i = first; i < n_frames; i++)
    append_frame (self, ct_spectrogram_frame (spectrogram, i));
  if (n_frames > first)
    g_signal_emit (self, grown_signal, 0, (guint) first, (guint) (n_frames - first));
}

void
ct_level_store_clear (CtLevelStore *self)
{
  g_return_if_fail (CT_IS_LEVEL_STORE (self));
  for (guint i = 0; i < N_MIPS; i++)
    {
      g_ptr_array_set_size (self->mips[i].blocks, 0);
      self->mips[i].n_frames = 0;
    }
  memset (self->histogram, 0, sizeof self->histogram);
  g_signal_emit (self, grown_signal, 0, 0, 0);
}

gsize
ct_level_store_get_n_frames (CtLevelStore *self)
{
  g_return_val_if_fail (CT_IS_LEVEL_STORE (self), 0);
  return self->mips[0].n_frames;
}

guint
ct_level_store_get_n_mips (CtLevelStore *self)
{
  g_return_val_if_fail (CT_IS_LEVEL_STORE (self), 0);
  return N_MIPS;
}

const guint8 *
ct_level_store_get_frame (CtLevelStore *self, guint mip, gsize index)
{
  g_return_val_if_fail (CT_IS_LEVEL_STORE (self), NULL);
  g_return_val_if_fail (mip < N_MIPS, NULL);
  return index < self->mips[mip].n_frames ? mip_frame (&self->mips[mip], index) : NULL;
}

double
ct_level_store_get_quantile_db (CtLevelStore *self, double share)
{
  guint64 all, under = 0;
  guint value = 0;

  g_return_val_if_fail (CT_IS_LEVEL_STORE (self), CT_LEVEL_STORE_MIN_DB);
  all = (guint64) self->mips[0].n_frames * CT_CQT_BINS;
  while (value < 255 && (double) (under += self->histogram[value]) < share * (double) all)
    value++;
  return (double) value / CT_LEVEL_STORE_STEPS_PER_DB + CT_LEVEL_STORE_MIN_DB;
}

static void
ct_level_store_finalize (GObject *object)
{
  CtLevelStore *self = CT_LEVEL_STORE (object);

  for (guint i = 0; i < N_MIPS; i++)
    g_ptr_array_unref (self->mips[i].blocks);
  G_OBJECT_CLASS (ct_level_store_parent_class)->finalize (object);
}

static void
ct_level_store_class_init (CtLevelStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ct_level_store_finalize;
  grown_signal = g_signal_new ("grown", CT_TYPE_LEVEL_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                               G_TYPE_UINT, G_TYPE_UINT);
}

static void
ct_level_store_init (CtLevelStore *self)
{
  for (guint i = 0; i < N_MIPS; i++)
    self->mips[i].blocks = g_ptr_array_new_with_free_func (g_free);
}

CtLevelStore *
ct_level_store_new (void)
{
  return g_object_new (CT_TYPE_LEVEL_STORE, NULL);
}
