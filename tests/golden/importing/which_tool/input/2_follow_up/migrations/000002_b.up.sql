-- migrate:up
-- +goose Up
SELECT 2;
