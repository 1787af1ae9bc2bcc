/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_STEM_FOLDER_PRIVATE_H
#define CT_STEM_FOLDER_PRIVATE_H

#include <stdint.h>

#include "core/isolation/ct-track-isolation.h"

/* The folder of the files of a CtStemCache, whose names begin with the key of their recording. */

#define CT_STEM_ENDING ".stem"

/* Creates @folder and its missing parents; a failure shows when a file is written. */
void ct_stem_folder_make (char *folder);

/* Deletes the least recently used files until there is room, those of @recording also beyond twice the @need bytes of
 * blocks it has (0: not known), and files whose writing was abandoned. */
void ct_stem_folder_tidy (const char *folder, const CtStemKey *recording, uint64_t need, uint64_t max_bytes);

#endif
