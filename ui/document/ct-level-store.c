/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-level-store.h"

#include <string.h>

#include "core/base/ct-blocks.h"
#include "core/base/ct-status.h"
#include "core/transform/ct-cqt.h"

#define N_MIPS 12 /* the coarsest frame covers 2,048 frames: 24 s */
#define BLOCK_FRAMES 1024
/* Of each level; more than a window shows at once. */
#define BYTES_IN_MEMORY 2000000

/* The frames of one mip level. */
typedef struct
{
  CtBlocks *blocks; /* of guint8 [BLOCK_FRAMES][CT_CQT_BINS]; NULL as long as there is none */
  gsize n_frames;
} Mip;

struct _CtLevelStore
{
  GObject parent_instance;

  Mip mips[N_MIPS];
  gsize before; /* the finest frames that are silent and kept nowhere: as many as the coarsest frames cover */
  gsize silent; /* the first of those that are kept, which stand for none of the recording */
  guint64 histogram[256];
};

static guint grown_signal;

G_DEFINE_FINAL_TYPE (CtLevelStore, ct_level_store, G_TYPE_OBJECT)

/* Frame @index of those that are kept. */
static guint8 *
mip_frame (const Mip *mip, gsize index)
{
  return (guint8 *) ct_blocks_at (mip->blocks, index / BLOCK_FRAMES) + index % BLOCK_FRAMES * CT_CQT_BINS;
}

/* Makes room for @index of the finest frames in every level. */
static gboolean
reserve (CtLevelStore *self, gsize index)
{
  for (guint i = 0; i < N_MIPS; i++)
    {
      Mip *mip = &self->mips[i];

      if (!mip->blocks && ct_blocks_new (BLOCK_FRAMES * CT_CQT_BINS, BYTES_IN_MEMORY, &mip->blocks) != CT_STATUS_OK)
        return FALSE;
      if (ct_blocks_reserve (mip->blocks, (index >> i) / BLOCK_FRAMES) != CT_STATUS_OK)
        return FALSE;
    }
  return TRUE;
}

/* Appends one frame, for which room was made, and returns it. */
static guint8 *
add_frame (Mip *mip)
{
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

static gboolean
append_frame (CtLevelStore *self, const guint16 *levels)
{
  gsize index = self->mips[0].n_frames;
  guint8 *frame;

  if (!reserve (self, index))
    return FALSE;
  frame = add_frame (&self->mips[0]);
  for (guint bin = 0; bin < CT_CQT_BINS; bin++)
    {
      frame[bin] = to_display (levels[bin]);
      self->histogram[frame[bin]]++;
    }
  take_in (self, 1, index, frame);
  return TRUE;
}

/* Tells of the frames from @first on. */
static void
tell (CtLevelStore *self, gsize first)
{
  gsize n = self->mips[0].n_frames - first;

  if (n > 0)
    g_signal_emit (self, grown_signal, 0, (guint) (self->before + first), (guint) n);
}

gboolean
ct_level_store_append (CtLevelStore *self, const guint16 *levels, gsize n_frames)
{
  gboolean done = TRUE;
  gsize first;

  g_return_val_if_fail (CT_IS_LEVEL_STORE (self), FALSE);
  first = self->mips[0].n_frames;
  for (gsize i = 0; done && i < n_frames; i++)
    done = append_frame (self, levels + i * CT_CQT_BINS);
  tell (self, first);
  return done;
}

gboolean
ct_level_store_complete (CtLevelStore *self, const CtSpectrogram *spectrogram)
{
  gboolean done = TRUE;
  gsize first, n_frames;

  g_return_val_if_fail (CT_IS_LEVEL_STORE (self), FALSE);
  first = self->mips[0].n_frames;
  n_frames = ct_spectrogram_n_frames (spectrogram);
  for (gsize i = first - self->silent; done && i < n_frames; i++)
    done = append_frame (self, ct_spectrogram_frame (spectrogram, i));
  tell (self, first);
  return done;
}

static void
drop_frames (CtLevelStore *self)
{
  for (guint i = 0; i < N_MIPS; i++)
    {
      g_clear_pointer (&self->mips[i].blocks, ct_blocks_free);
      self->mips[i].n_frames = 0;
    }
}

void
ct_level_store_clear (CtLevelStore *self)
{
  g_return_if_fail (CT_IS_LEVEL_STORE (self));
  drop_frames (self);
  self->before = self->silent = 0;
  memset (self->histogram, 0, sizeof self->histogram);
  g_signal_emit (self, grown_signal, 0, 0, 0);
}

void
ct_level_store_begin_at (CtLevelStore *self, gsize first)
{
  static const guint16 silence[CT_CQT_BINS];
  const gsize coarsest = (gsize) 1 << (N_MIPS - 1);

  ct_level_store_clear (self);
  self->before = first / coarsest * coarsest;
  while (self->before + self->silent < first && append_frame (self, silence))
    self->silent++;
  memset (self->histogram, 0, sizeof self->histogram); /* none of it is of the recording */
}

gsize
ct_level_store_get_n_frames (CtLevelStore *self)
{
  g_return_val_if_fail (CT_IS_LEVEL_STORE (self), 0);
  return self->mips[0].n_frames > 0 ? self->before + self->mips[0].n_frames : 0;
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
  static const guint8 silence[CT_CQT_BINS];
  gsize before;

  g_return_val_if_fail (CT_IS_LEVEL_STORE (self), NULL);
  g_return_val_if_fail (mip < N_MIPS, NULL);
  before = self->before >> mip;
  if (self->mips[mip].n_frames == 0 || index >= before + self->mips[mip].n_frames)
    return NULL;
  return index < before ? silence : mip_frame (&self->mips[mip], index - before);
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
  drop_frames (CT_LEVEL_STORE (object));
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
}

CtLevelStore *
ct_level_store_new (void)
{
  return g_object_new (CT_TYPE_LEVEL_STORE, NULL);
}
