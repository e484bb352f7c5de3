class M < ActiveRecord::Migration[7.1]
end
