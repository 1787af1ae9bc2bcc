/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-spectrogram-layer.h"

#include <gtk/gtk.h>
#include <math.h>

#include "core/transform/ct-cqt.h"
#include "ui/canvas/ct-tile-painter.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-level-store.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/widgets/ct-pixels.h"

#define MAX_TILES 128        /* of 295 kB each */
#define FRAME_BUDGET_US 5000 /* for painting tiles in one frame */

/* A tile's key: mip level and number. */
typedef struct
{
  guint mip;
  guint number;
} TileKey;

typedef struct
{
  TileKey key;
  CtPixels *picture; /* NULL until it is painted */
  gsize n_frames;    /* of the mip level when it was painted */
  guint serial;      /* of the painter when it was painted */
  guint64 used;      /* the frame it was last drawn in */
} Tile;

struct _CtSpectrogramLayer
{
  CtLayer parent_instance;

  CtTilePainter painter;
  GHashTable *tiles; /* Tile by its own key */
  guint64 frame;
  /* pictures that were replaced in this frame and the one before: they may still be on screen, and cairo would copy a
   * surface whose pixels are freed */
  GPtrArray *retired[2];
  guint tick; /* redraws to paint missing tiles; 0: none is missing */
};

G_DEFINE_FINAL_TYPE (CtSpectrogramLayer, ct_spectrogram_layer, CT_TYPE_LAYER)

static guint
hash_key (gconstpointer data)
{
  const TileKey *key = data;

  return key->mip << 24 ^ key->number;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const TileKey *x = a, *y = b;

  return x->mip == y->mip && x->number == y->number;
}

static void
free_tile (gpointer data)
{
  Tile *tile = data;

  g_clear_pointer (&tile->picture, ct_pixels_free);
  g_free (tile);
}

static CtLevelStore *
get_levels (CtSpectrogramLayer *self)
{
  return ct_document_get_levels (ct_session_get_document (ct_layer_get_session (CT_LAYER (self))));
}

/* The mip level whose columns are closest to a pixel wide. */
static guint
choose_mip (CtSpectrogramLayer *self, double width)
{
  const CtView *view = ct_session_get_view (ct_layer_get_session (CT_LAYER (self)));
  double frames_a_pixel = (view->end_s - view->start_s) * CT_CQT_FRAME_RATE_HZ / MAX (width, 1);
  double mip = round (log2 (MAX (frames_a_pixel, 1)));

  return (guint) MIN (mip, ct_level_store_get_n_mips (get_levels (self)) - 1);
}

/* Where column 0 of tile @number begins: frames are centered on their times. */
static double
tile_start_s (guint mip, guint number)
{
  return (ldexp ((double) number * CT_TILE_FRAMES, (int) mip) - 0.5) / CT_CQT_FRAME_RATE_HZ;
}

/* The tiles [*@first, *@end) of @mip that are visible and exist. */
static void
visible_tiles (CtSpectrogramLayer *self, guint mip, guint *first, guint *end)
{
  const CtView *view = ct_session_get_view (ct_layer_get_session (CT_LAYER (self)));
  double tile_s = ldexp (CT_TILE_FRAMES, (int) mip) / CT_CQT_FRAME_RATE_HZ;
  gsize n_frames = ct_level_store_get_n_frames (get_levels (self));
  double all = ceil ((double) n_frames / ldexp (CT_TILE_FRAMES, (int) mip));

  *first = (guint) CLAMP (floor (view->start_s / tile_s), 0, all);
  *end = (guint) CLAMP (floor ((view->end_s + 0.5 / CT_CQT_FRAME_RATE_HZ) / tile_s) + 1, *first, all);
}

static Tile *
find_tile (CtSpectrogramLayer *self, guint mip, guint number)
{
  TileKey key = { mip, number };
  Tile *tile = g_hash_table_lookup (self->tiles, &key);

  if (!tile)
    {
      tile = g_new0 (Tile, 1);
      tile->key = key;
      g_hash_table_insert (self->tiles, &tile->key, tile);
    }
  tile->used = self->frame;
  return tile;
}

/* How many frames of its mip level exist up to the end of @tile. */
static gsize
frames_of (CtSpectrogramLayer *self, const Tile *tile)
{
  gsize all = (ct_level_store_get_n_frames (get_levels (self)) + ((gsize) 1 << tile->key.mip) - 1) >> tile->key.mip;

  return MIN (all, ((gsize) tile->key.number + 1) * CT_TILE_FRAMES);
}

static gboolean
is_stale (CtSpectrogramLayer *self, const Tile *tile)
{
  return !tile->picture || tile->serial != self->painter.serial || tile->n_frames != frames_of (self, tile);
}

static void
make_tile (CtSpectrogramLayer *self, Tile *tile)
{
  if (tile->picture)
    g_ptr_array_add (self->retired[self->frame % 2], g_steal_pointer (&tile->picture));
  tile->picture = ct_tile_painter_paint (&self->painter, get_levels (self), tile->key.mip, tile->key.number);
  tile->serial = self->painter.serial;
  tile->n_frames = frames_of (self, tile);
}

static void
evict (CtSpectrogramLayer *self)
{
  while (g_hash_table_size (self->tiles) > MAX_TILES)
    {
      GHashTableIter iter;
      gpointer value;
      Tile *oldest = NULL;

      g_hash_table_iter_init (&iter, self->tiles);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        if (!oldest || ((Tile *) value)->used < oldest->used)
          oldest = value;
      if (oldest->used == self->frame)
        return;
      g_hash_table_remove (self->tiles, &oldest->key);
    }
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CtSpectrogramLayer *self = CT_SPECTROGRAM_LAYER (widget);

  self->tick = 0;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

/* Draws @tile with its edges on whole pixels, so that no seam shows. */
static void
draw_tile (CtSpectrogramLayer *self, GtkSnapshot *snapshot, const CtGrid *grid, const Tile *tile)
{
  double left = ct_grid_x (grid, tile_start_s (tile->key.mip, tile->key.number));
  double right = ct_grid_x (grid, tile_start_s (tile->key.mip, tile->key.number + 1));
  double top = ct_grid_y (grid, CT_SPECTROGRAM_HIGH_MIDI), bottom = ct_grid_y (grid, CT_SPECTROGRAM_LOW_MIDI);

  if (right <= left)
    return;
  ct_pixels_append (tile->picture, GTK_WIDGET (self), snapshot,
                    &GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (right - left), (float) (bottom - top)));
}

/* Draws a coarser tile in place of one that is not painted yet. */
static void
draw_stand_in (CtSpectrogramLayer *self, GtkSnapshot *snapshot, const CtGrid *grid, const Tile *missing)
{
  for (guint up = 1; missing->key.mip + up < ct_level_store_get_n_mips (get_levels (self)); up++)
    {
      TileKey key = { missing->key.mip + up, missing->key.number >> up };
      const Tile *tile = g_hash_table_lookup (self->tiles, &key);
      double left = ct_grid_x (grid, tile_start_s (missing->key.mip, missing->key.number));
      double right = ct_grid_x (grid, tile_start_s (missing->key.mip, missing->key.number + 1));

      if (!tile || !tile->picture)
        continue;
      gtk_snapshot_push_clip (snapshot,
                              &GRAPHENE_RECT_INIT ((float) left, 0, (float) (right - left), (float) grid->height));
      draw_tile (self, snapshot, grid, tile);
      gtk_snapshot_pop (snapshot);
      return;
    }
}

/* Draws what is visible, painting tiles until @deadline. Returns whether some are still missing. */
static gboolean
draw_tiles (CtSpectrogramLayer *self, GtkSnapshot *snapshot, gint64 deadline)
{
  guint mip, first, end;
  gboolean missing = FALSE;
  CtGrid grid;

  if (!ct_layer_get_grid (CT_LAYER (self), &grid))
    return FALSE;
  mip = choose_mip (self, grid.width * grid.scale);
  visible_tiles (self, mip, &first, &end);
  for (guint number = first; number < end; number++)
    {
      Tile *tile = find_tile (self, mip, number);

      if (is_stale (self, tile))
        {
          if (g_get_monotonic_time () < deadline)
            make_tile (self, tile);
          else
            missing = TRUE;
        }
      if (!snapshot)
        continue;
      if (tile->picture)
        draw_tile (self, snapshot, &grid, tile);
      else
        draw_stand_in (self, snapshot, &grid, tile);
    }
  return missing;
}

/* A line under every C. */
static void
draw_octaves (CtLayer *self, GtkSnapshot *snapshot)
{
  static const GdkRGBA color = { 1, 1, 1, 0.22f };
  CtGrid grid;

  if (!ct_layer_get_grid (self, &grid))
    return;
  for (int midi = (int) ceil (grid.view.low_midi / 12) * 12; midi <= grid.view.high_midi + 1; midi += 12)
    gtk_snapshot_append_color (
        snapshot, &color, &GRAPHENE_RECT_INIT (0, (float) ct_grid_y (&grid, midi - 0.5) - 1, (float) grid.width, 1));
}

static void
ct_spectrogram_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtSpectrogramLayer *self = CT_SPECTROGRAM_LAYER (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (!ct_layer_get_session (CT_LAYER (self)) || width <= 0 || height <= 0)
    return;
  self->frame++;
  g_ptr_array_set_size (self->retired[self->frame % 2], 0);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (draw_tiles (self, snapshot, g_get_monotonic_time () + FRAME_BUDGET_US) && !self->tick)
    self->tick = gtk_widget_add_tick_callback (widget, on_tick, NULL, NULL);
  draw_octaves (CT_LAYER (self), snapshot);
  gtk_snapshot_pop (snapshot);
  evict (self);
}

guint
ct_spectrogram_layer_get_n_tiles (CtSpectrogramLayer *self)
{
  g_return_val_if_fail (CT_IS_SPECTROGRAM_LAYER (self), 0);
  return g_hash_table_size (self->tiles);
}

void
ct_spectrogram_layer_finish (CtSpectrogramLayer *self)
{
  g_return_if_fail (CT_IS_SPECTROGRAM_LAYER (self));
  if (!ct_layer_get_session (CT_LAYER (self)))
    return;
  self->frame++;
  g_ptr_array_set_size (self->retired[self->frame % 2], 0);
  draw_tiles (self, NULL, G_MAXINT64);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ct_spectrogram_layer_changed (CtLayer *layer, guint changes)
{
  CtSpectrogramLayer *self = CT_SPECTROGRAM_LAYER (layer);
  CtSession *session = ct_layer_get_session (layer);

  if (changes & CT_LAYER_SESSION)
    g_hash_table_remove_all (self->tiles);
  if (session && changes & (CT_LAYER_SESSION | CT_LAYER_DISPLAY | CT_LAYER_LEVELS))
    ct_tile_painter_update (&self->painter, session);
}

static void
ct_spectrogram_layer_grown (CtLayer *layer, guint first, guint n)
{
  if (n == 0)
    g_hash_table_remove_all (CT_SPECTROGRAM_LAYER (layer)->tiles);
}

static void
ct_spectrogram_layer_finalize (GObject *object)
{
  CtSpectrogramLayer *self = CT_SPECTROGRAM_LAYER (object);

  g_hash_table_unref (self->tiles);
  g_ptr_array_unref (self->retired[0]);
  g_ptr_array_unref (self->retired[1]);
  G_OBJECT_CLASS (ct_spectrogram_layer_parent_class)->finalize (object);
}

static void
ct_spectrogram_layer_class_init (CtSpectrogramLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CtLayerClass *layer_class = CT_LAYER_CLASS (klass);

  layer_class->changed = ct_spectrogram_layer_changed;
  layer_class->grown = ct_spectrogram_layer_grown;
  layer_class->redraws = CT_LAYER_VIEW | CT_LAYER_DISPLAY | CT_LAYER_LEVELS;
  object_class->finalize = ct_spectrogram_layer_finalize;
  widget_class->snapshot = ct_spectrogram_layer_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ct_spectrogram_layer_init (CtSpectrogramLayer *self)
{
  self->tiles = g_hash_table_new_full (hash_key, equal_keys, NULL, free_tile);
  for (guint i = 0; i < G_N_ELEMENTS (self->retired); i++)
    self->retired[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) ct_pixels_free);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ct_spectrogram_layer_new (void)
{
  return g_object_new (CT_TYPE_SPECTROGRAM_LAYER, NULL);
}
