/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/timbre/ct-known-timbres.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

#define CT_TYPE_TIMBRE_BOOK (ct_timbre_book_get_type ())
G_DECLARE_FINAL_TYPE (CtTimbreBook, ct_timbre_book, CT, TIMBRE_BOOK, GObject)

/* The timbres that the user has named, in a file, to be recognised in other songs. Main thread only. Every change is
 * written at once; where that fails nothing has changed. A file that cannot be read is never overwritten, unless all
 * is forgotten.
 *
 * Property: enabled (boolean, TRUE): whether timbres are learned and recognised. Signal: "changed": what is known. */

/* The one of the program, which has no file and knows nothing until it is given one. */
CtTimbreBook *ct_timbre_book_get_default (void);
CtTimbreBook *ct_timbre_book_new (void);

/* Reads what the file at @path knows; it need not exist. FALSE and @error (CT_FILE_ERROR) if it cannot be read. */
gboolean ct_timbre_book_open (CtTimbreBook *self, const char *path, GError **error);

/* Why the file could not be read, or NULL. */
const char *ct_timbre_book_get_problem (CtTimbreBook *self);
/* What is known, borrowed until it changes; never NULL. */
const CtKnownTimbres *ct_timbre_book_get_known (CtTimbreBook *self);
/* A copy for a worker; NULL: nothing is to be recognised. Free with ct_known_timbres_free(). */
CtKnownTimbres *ct_timbre_book_dup_known (CtTimbreBook *self);

/* Learns the tracks of @document that a hand has named, if the book is enabled and has a file. Names that were not
 * known before are added to @added, if it is not NULL. */
gboolean ct_timbre_book_learn (CtTimbreBook *self, CtDocument *document, GPtrArray *added, GError **error);

gboolean ct_timbre_book_rename (CtTimbreBook *self, guint place, const char *name, GError **error);
/* @other becomes part of @place. */
gboolean ct_timbre_book_merge (CtTimbreBook *self, guint place, guint other, GError **error);
gboolean ct_timbre_book_forget (CtTimbreBook *self, guint place, GError **error);
gboolean ct_timbre_book_forget_all (CtTimbreBook *self, GError **error);
/* Adds what the file at @path knows. */
gboolean ct_timbre_book_import (CtTimbreBook *self, const char *path, GError **error);
gboolean ct_timbre_book_export (CtTimbreBook *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtKnownTimbres, ct_known_timbres_free)

G_END_DECLS
