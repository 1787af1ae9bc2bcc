/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-track-choice.h"

#include <string.h>

#include "core/transcribe/ct-edit-score.h"

#define TEXT_CHARS 20
#define TRACK_KEY "ct-track"

struct _CtTrackChoice
{
  GtkDropDown *drop_down;
  GListStore *items; /* GtkStringObject with the track's id under TRACK_KEY; 0: no track */
  guint32 shown;     /* the track that is shown; 0: none */
  CtTrackChosen chosen;
  gpointer data;
};

static guint32
track_of (GtkStringObject *item)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (item), TRACK_KEY));
}

static void
selected_changed (CtTrackChoice *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->drop_down);

  /* the track that is shown is no new choice, and "none" cannot be chosen */
  if (item && track_of (item) != 0 && track_of (item) != self->shown)
    self->chosen (track_of (item), self->data);
}

/* The items in the list by their tracks. */
static GHashTable *
find_listed (CtTrackChoice *self)
{
  GHashTable *listed = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n; i++)
    {
      GtkStringObject *item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      g_hash_table_insert (listed, GUINT_TO_POINTER (track_of (item)), item);
    }
  return listed;
}

/* An item for @track under @name: the one in the list if it is the same, so that nothing flickers. */
static GtkStringObject *
dup_item (GHashTable *listed, guint32 track, const char *name)
{
  GtkStringObject *item = g_hash_table_lookup (listed, GUINT_TO_POINTER (track));

  if (item && strcmp (gtk_string_object_get_string (item), name) == 0)
    return g_object_ref (item);
  item = gtk_string_object_new (name);
  g_object_set_data (G_OBJECT (item), TRACK_KEY, GUINT_TO_POINTER (track));
  return item;
}

/* What the list should contain; *@current is the item to show. */
static GPtrArray *
make_items (CtTrackChoice *self, CtDocument *document, guint32 track, const char *none, GtkStringObject **current)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) listed = find_listed (self);
  const CtEditScore *score = document ? ct_document_get_score (document) : NULL;

  *current = NULL;
  for (gsize i = 0; score && i < score->n_tracks; i++)
    {
      guint32 id = score->tracks[i].id;
      g_autofree char *name = ct_document_dup_track_name (document, id);
      g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT "  %s", i + 1, name);
      GtkStringObject *item = dup_item (listed, id, text);

      g_ptr_array_add (items, item);
      if (id == track)
        *current = item;
    }
  if (!*current)
    {
      *current = dup_item (listed, 0, none);
      g_ptr_array_add (items, *current);
    }
  return items;
}

static gboolean
are_listed (CtTrackChoice *self, GPtrArray *items)
{
  gboolean same = g_list_model_get_n_items (G_LIST_MODEL (self->items)) == items->len;

  for (guint i = 0; same && i < items->len; i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      same = item == g_ptr_array_index (items, i);
    }
  return same;
}

void
ct_track_choice_show (CtTrackChoice *self, CtDocument *document, guint32 track, const char *none)
{
  GtkStringObject *current;
  g_autoptr (GPtrArray) items = make_items (self, document, track, none, &current);
  guint place;

  self->shown = track_of (current);
  /* The item to show is selected before the list changes around it: at no moment does the drop-down, which looks for
   * another item where its own is removed, show a track that nobody chose. */
  if (!g_list_store_find (self->items, current, &place))
    {
      place = g_list_model_get_n_items (G_LIST_MODEL (self->items));
      g_list_store_append (self->items, current);
    }
  gtk_drop_down_set_selected (self->drop_down, place);
  if (!are_listed (self, items))
    g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata,
                         items->len);
}

GtkWidget *
ct_track_choice_get_widget (CtTrackChoice *self)
{
  return GTK_WIDGET (self->drop_down);
}

static void
name_set_up (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END,
                                               "max-width-chars", TEXT_CHARS, NULL));
}

static void
name_bound (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

CtTrackChoice *
ct_track_choice_new (CtTrackChosen chosen, gpointer data)
{
  CtTrackChoice *self = g_new0 (CtTrackChoice, 1);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->chosen = chosen;
  self->data = data;
  self->items = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  self->drop_down = g_object_ref_sink (
      GTK_DROP_DOWN (gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->items)), NULL)));
  g_signal_connect (factory, "setup", G_CALLBACK (name_set_up), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (name_bound), NULL);
  gtk_drop_down_set_factory (self->drop_down, factory);
  g_signal_connect_swapped (self->drop_down, "notify::selected-item", G_CALLBACK (selected_changed), self);
  return self;
}

void
ct_track_choice_free (CtTrackChoice *self)
{
  g_signal_handlers_disconnect_by_data (self->drop_down, self);
  g_object_unref (self->drop_down);
  g_object_unref (self->items);
  g_free (self);
}
