/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_FILE_CHOOSER (ct_file_chooser_get_type ())
G_DECLARE_FINAL_TYPE (CtFileChooser, ct_file_chooser, CT, FILE_CHOOSER, GObject)

/* The file chooser of a window: one at a time. Belongs to @window, which must outlive it. */
CtFileChooser *ct_file_chooser_new (GtkWindow *window);

/* Prepares a dialog, borrowed until it is answered; NULL if one is open already. */
GtkFileChooser *ct_file_chooser_prepare (CtFileChooser *self, const char *title, GtkFileChooserAction action);
/* @patterns: MIME types, suffixes and "*", ended by NULL. */
void ct_file_chooser_add_filter (CtFileChooser *self, const char *name, const char *const *patterns);
void ct_file_chooser_add_all_files (CtFileChooser *self);

/* How the name of a file that is saved ends: @suffixes are static, with their dots, ended by NULL, and belong to the
 * filters in their order, if there are any. A name without one of them gets the first; whoever chooses another filter
 * gets its suffix. Where that names a file that exists, the window asks before it is replaced. */
void ct_file_chooser_set_suffixes (CtFileChooser *self, const char *const *suffixes);

/* @file is NULL if the dialog was cancelled. */
typedef void (*CtFileChosenFunc) (GFile *file, gpointer data);
/* Shows what was prepared. @func is called once, unless the dialog is dismissed. */
void ct_file_chooser_show (CtFileChooser *self, CtFileChosenFunc func, gpointer data);
/* Closes the dialog without an answer. */
void ct_file_chooser_dismiss (CtFileChooser *self);

G_END_DECLS
